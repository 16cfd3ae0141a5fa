import { getOrg } from './get.ts';
import { listUserOrgs } from './list-mine.ts';
import type { ForgeOperation } from '../../forge-operation.ts';

/** Gitea's operations with the tag "organization". */
export const ORGANIZATION_OPERATIONS: readonly ForgeOperation[] = [listUserOrgs, getOrg];
