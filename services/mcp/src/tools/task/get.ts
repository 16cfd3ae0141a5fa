import { taskGet } from '@mosaic/contracts/mosaic';

import { namedTask, presentTask } from '../../tasks/task-reader.ts';
import { readTool } from '../../calls/tool.ts';

export const taskGetTool = readTool(taskGet, async (named, context) => ({ task: presentTask(await namedTask(context, named)) }));
