import { createDeployKey } from './create.ts';
import { deleteDeployKey } from './delete.ts';
import { getDeployKey } from './get.ts';
import { listDeployKeys } from './list.ts';
import type { ForgeOperation } from '../../../forge-operation.ts';

/** Deploy keys, of Gitea's tag "repository". */
export const DEPLOY_KEY_OPERATIONS: readonly ForgeOperation[] = [listDeployKeys, createDeployKey, getDeployKey, deleteDeployKey];
