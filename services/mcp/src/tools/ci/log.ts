import { ciPipelineLog } from '@mosaic/contracts/mosaic';

import { sliceLog } from '../../ci/log-slice.ts';
import { readTool } from '../../calls/tool.ts';

/** A slice of a step's log; CI has masked the secrets. */
export const ciPipelineLogTool = readTool(ciPipelineLog, async ({ repository, number, stepId, ...wanted }, { access, caller, ci }) => {
  const { fullName } = await access.read(caller, repository);
  return sliceLog(await ci.log(fullName, number, stepId), wanted);
});
