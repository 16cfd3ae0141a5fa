import type { Migration } from '@mosaic/platform/db';
import { eventMigration, parkedMigration } from '@mosaic/platform/events';

/** In order; a released one is frozen. */
export const MIGRATIONS: readonly Migration[] = [eventMigration, parkedMigration];
