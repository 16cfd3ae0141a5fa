import type { Migration } from '@mosaic/platform/db';
import { EVENT_MIGRATIONS } from '@mosaic/platform/events';

import { init } from './migrations/001-init.ts';
import { toldTroubles } from './migrations/002-told-troubles.ts';
import { idsOfRepositories } from './migrations/003-ids-of-repositories.ts';
import { transcripts } from './migrations/004-transcripts.ts';
import { timeOfFacts } from './migrations/005-time-of-facts.ts';

/** In order; a released one is frozen. */
export const MIGRATIONS: readonly Migration[] = [...EVENT_MIGRATIONS, init, toldTroubles, idsOfRepositories, transcripts, timeOfFacts];
