import { presentPipeline } from '../ci/ci-reader.ts';
import { readTool } from './tool.ts';

export const ciPipelineGet = readTool('ci_pipeline_get', async ({ repository, number }, { access, caller, ci }) => {
  const { fullName } = await access.read(caller, repository);
  return { pipeline: presentPipeline(fullName, await ci.get(fullName, number)) };
});
