import { getVersion } from './get-version.ts';
import type { ForgeOperation } from '../../forge-operation.ts';

/** Gitea's operations with the tag "miscellaneous". */
export const MISCELLANEOUS_OPERATIONS: readonly ForgeOperation[] = [getVersion];
