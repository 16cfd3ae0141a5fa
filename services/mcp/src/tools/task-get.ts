import { presentTask, visibleTask } from '../tasks/task-reader.ts';
import { readTool } from './tool.ts';

export const taskGet = readTool('task_get', async ({ key }, context) => ({ task: presentTask(await visibleTask(context, key)) }));
