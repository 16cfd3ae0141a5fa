import { ciPipelineList } from '@mosaic/contracts/mosaic';

import { presentPipeline } from '../../ci/ci-reader.ts';
import { AFTER_PIPELINE } from '../../list-cursor.ts';
import { readTool } from '../../calls/tool.ts';

export const ciPipelineListTool = readTool(ciPipelineList, async ({ repository, branch, cursor, limit }, { access, caller, ci }) => {
  const { fullName } = await access.read(caller, repository);
  const [number, page] = cursor === undefined ? [] : AFTER_PIPELINE.read(cursor);
  const after = number === undefined || page === undefined ? undefined : { number, page };
  const { pipelines, next } = await ci.list(fullName, { branch, after, limit });
  return {
    pipelines: pipelines.map((pipeline) => presentPipeline(fullName, pipeline)),
    next: next === null ? null : AFTER_PIPELINE.write([next.number, next.page]),
  };
});
