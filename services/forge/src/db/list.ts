import type { Migration } from '@mosaic/platform/db';
import { eventMigration, parkedMigration } from '@mosaic/platform/events';

import { init } from './migrations/001-init.ts';
import { upkeep } from './migrations/002-upkeep.ts';
import { issueSearch } from './migrations/003-issue-search.ts';

/** In order; a released one is frozen. */
export const MIGRATIONS: readonly Migration[] = [eventMigration, parkedMigration, init, upkeep, issueSearch];
