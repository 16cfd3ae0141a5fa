import type { Migration } from '@mosaic/platform/db';
import { EVENT_MIGRATIONS } from '@mosaic/platform/events';

/** In order; a released one is frozen. */
export const MIGRATIONS: readonly Migration[] = EVENT_MIGRATIONS;
