import { ciPipelineRestart } from '@mosaic/contracts/mosaic';

import { presentPipeline } from '../../ci/ci-reader.ts';
import { emitRestart } from '../../ci/restart-writer.ts';
import { writeTool } from '../../calls/tool.ts';

/** Runs a commit again. CI acts before our transaction: after a crash between the two, a repeat starts another pipeline. */
export const ciPipelineRestartTool = writeTool(ciPipelineRestart, async ({ repository, number }, { access, caller, ci }) => {
  const { fullName } = await access.require(caller, repository, 'push');
  const pipeline = presentPipeline(fullName, await ci.restart(fullName, number));
  return async (writer) => {
    emitRestart(writer, { repository: fullName, restarted: number, number: pipeline.number });
    return { pipeline };
  };
});
