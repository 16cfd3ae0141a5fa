import { createOrgFor } from './create-organization.ts';
import { createKeyForUser } from './key/create.ts';
import { deleteKeyOfUser } from './key/delete.ts';
import { listAllOrgs } from './list-organizations.ts';
import type { ForgeOperation } from '../../forge-operation.ts';

/** Gitea's operations with the tag "admin". */
export const ADMIN_OPERATIONS: readonly ForgeOperation[] = [createKeyForUser, deleteKeyOfUser, listAllOrgs, createOrgFor];
