import { createKey } from './create.ts';
import { deleteKey } from './delete.ts';
import { getKey } from './get.ts';
import { listKeysOfUser } from './list-of-user.ts';
import { listMyKeys } from './list.ts';
import type { ForgeOperation } from '../../../forge-operation.ts';

/** SSH keys, of Gitea's tag "user". */
export const USER_KEY_OPERATIONS: readonly ForgeOperation[] = [listMyKeys, createKey, getKey, deleteKey, listKeysOfUser];
