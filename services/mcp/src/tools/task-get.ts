import { taskGet } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { presentTask, visibleTask, visibleTaskOf } from '../tasks/task-reader.ts';
import { readTool } from './tool.ts';

export const taskGetTool = readTool(taskGet, async ({ key, project, id }, context) => {
  if (key !== undefined) return { task: presentTask(await visibleTask(context, key)) };
  if (project === undefined || id === undefined)
    throw new MosaicError('invalid_input', 'Name the task by "key", or by "project" and "id".');
  return { task: presentTask(await visibleTaskOf(context, project, id)) };
});
