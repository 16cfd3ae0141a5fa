import { createApplication } from './create.ts';
import { deleteApplication } from './delete.ts';
import { editApplication } from './edit.ts';
import { getApplication } from './get.ts';
import { listApplications } from './list.ts';
import type { ForgeOperation } from '../../../forge-operation.ts';

/** Programs that sign people in through us, of Gitea's tag "user". */
export const APPLICATION_OPERATIONS: readonly ForgeOperation[] = [
  listApplications,
  createApplication,
  getApplication,
  editApplication,
  deleteApplication,
];
