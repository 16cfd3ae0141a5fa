import type { Operation } from '@mosaic/platform/http';

import type { CiContext } from '../../../context.ts';
import { activateRepository } from './activate.ts';
import { deactivateRepository } from './deactivate.ts';
import { editRepository } from './edit.ts';
import { getRepository } from './get.ts';
import { getPermissions } from './get-permissions.ts';
import { listRepositories } from './list.ts';
import { listBranches } from './list-branches.ts';
import { lookupRepository } from './lookup.ts';

/** Woodpecker's operations with the tag "Repositories". */
export const REPOSITORIES_OPERATIONS: readonly Operation<CiContext>[] = [
  listRepositories,
  activateRepository,
  lookupRepository,
  getRepository,
  editRepository,
  deactivateRepository,
  getPermissions,
  listBranches,
];
