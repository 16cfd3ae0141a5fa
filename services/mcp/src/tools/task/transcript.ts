import { taskTranscript } from '@mosaic/contracts/mosaic';

import { namedTask } from '../../tasks/task-reader.ts';
import { transcriptOf } from '../../tasks/transcripts.ts';
import { readTool } from '../../calls/tool.ts';

/** What was done, for whoever may see the task. */
export const taskTranscriptTool = readTool(taskTranscript, async ({ epoch, after, limit, ...named }, context) => {
  const row = await namedTask(context, named);
  return transcriptOf(context, row.key, { epoch: epoch ?? row.epoch, after, limit });
});
