import type { Operation } from '@mosaic/platform/http';

import type { CiContext } from '../../../context.ts';
import { getUser } from './get.ts';
import { listUserRepositories } from './list-repositories.ts';

/** Woodpecker's operations with the tag "User". */
export const USER_OPERATIONS: readonly Operation<CiContext>[] = [getUser, listUserRepositories];
