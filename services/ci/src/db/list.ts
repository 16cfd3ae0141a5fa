import type { Migration } from '@mosaic/platform/db';
import { EVENT_MIGRATIONS } from '@mosaic/platform/events';

import { init } from './migrations/001-init.ts';
import { approvalAndDeployment } from './migrations/002-approval-and-deployment.ts';
import { agents } from './migrations/003-agents.ts';
import { suspended } from './migrations/004-suspended.ts';
import { pullRequests } from './migrations/005-pull-requests.ts';

/** In order; a released one is frozen. */
export const MIGRATIONS: readonly Migration[] = [...EVENT_MIGRATIONS, init, approvalAndDeployment, agents, suspended, pullRequests];
