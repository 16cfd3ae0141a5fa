import { ciPipelineGet } from '@mosaic/contracts/mosaic';

import { presentPipeline } from '../../ci/ci-reader.ts';
import { readTool } from '../../calls/tool.ts';

export const ciPipelineGetTool = readTool(ciPipelineGet, async ({ repository, number }, { access, caller, ci }) => {
  const { fullName } = await access.read(caller, repository);
  return { pipeline: presentPipeline(fullName, await ci.get(fullName, number)) };
});
