import { presentPipeline } from '../ci/ci-reader.ts';
import { readTool } from './tool.ts';

export const ciPipelineList = readTool('ci_pipeline_list', async ({ repository, branch, limit }, { access, caller, ci }) => {
  const { fullName } = await access.read(caller, repository);
  const pipelines = await ci.list(fullName, { branch, limit });
  return { pipelines: pipelines.map((pipeline) => presentPipeline(fullName, pipeline)) };
});
