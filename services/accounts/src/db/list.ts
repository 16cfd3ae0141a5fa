import type { Migration } from '@mosaic/platform/db';
import { EVENT_MIGRATIONS } from '@mosaic/platform/events';

import { init } from './migrations/001-init.ts';
import { builtIn } from './migrations/002-built-in.ts';
import { siteVisits } from './migrations/003-site-visits.ts';
import { agents } from './migrations/004-agents.ts';
import { attempts } from './migrations/005-attempts.ts';
import { oauth } from './migrations/006-oauth.ts';

/** In order; a released one is frozen. */
export const MIGRATIONS: readonly Migration[] = [...EVENT_MIGRATIONS, init, builtIn, siteVisits, agents, attempts, oauth];
