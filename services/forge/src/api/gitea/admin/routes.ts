import { createKeyForUser } from './key/create.ts';
import { deleteKeyOfUser } from './key/delete.ts';
import type { ForgeOperation } from '../../forge-operation.ts';

/** Gitea's operations with the tag "admin". */
export const ADMIN_OPERATIONS: readonly ForgeOperation[] = [createKeyForUser, deleteKeyOfUser];
