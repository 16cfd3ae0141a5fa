import { taskList } from '@mosaic/contracts/mosaic';

import { presentTask, visibleTasks } from '../../tasks/task-reader.ts';
import { readTool } from '../../calls/tool.ts';

export const taskListTool = readTool(taskList, async (input, context) => {
  const { rows, next } = await visibleTasks(context, input);
  return { tasks: rows.map(presentTask), next };
});
