import { ciPipelineLog } from '@mosaic/contracts/mosaic';

import { readTool } from './tool.ts';

/** A slice of a step's log; CI has masked the secrets. */
export const ciPipelineLogTool = readTool(ciPipelineLog, async ({ repository, number, stepId, from, limit }, { access, caller, ci }) => {
  const { fullName } = await access.read(caller, repository);
  const lines = await ci.log(fullName, number, stepId);
  const first = from < 0 ? Math.max(0, lines.length + from) : from;
  return {
    lines: lines.slice(first, first + limit).map((text, index) => ({ line: first + index, text })),
    total: lines.length,
  };
});
