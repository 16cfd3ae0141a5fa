import { getApiSettings } from './get-api.ts';
import type { ForgeOperation } from '../../forge-operation.ts';

/** Gitea's operations with the tag "settings". */
export const SETTINGS_OPERATIONS: readonly ForgeOperation[] = [getApiSettings];
