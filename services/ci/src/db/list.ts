import type { Migration } from '@mosaic/platform/db';
import { eventMigration } from '@mosaic/platform/events';

import { initMigration } from './migrations/001-init.ts';

export const MIGRATIONS: readonly Migration[] = [eventMigration, initMigration];
