import { getCurrentUser } from './get-current.ts';
import { getUser } from './get.ts';
import { APPLICATION_OPERATIONS } from './application/routes.ts';
import { USER_KEY_OPERATIONS } from './key/routes.ts';
import { listMyTeams } from './list-my-teams.ts';
import { listMyRepositories } from './list-my-repositories.ts';
import { listUserRepositories } from './list-repositories.ts';
import type { ForgeOperation } from '../../forge-operation.ts';

/** Gitea's operations with the tag "user". */
export const USER_OPERATIONS: readonly ForgeOperation[] = [
  getCurrentUser,
  getUser,
  listMyRepositories,
  listUserRepositories,
  listMyTeams,
  ...USER_KEY_OPERATIONS,
  ...APPLICATION_OPERATIONS,
];
