import type { Operation } from '@mosaic/platform/http';

import type { CiContext } from '../context.ts';
import { NATIVE } from './native/routes.ts';
import { AGENTS_OPERATIONS } from './woodpecker/agents/routes.ts';
import { EVENTS_OPERATIONS } from './woodpecker/events/routes.ts';
import { PIPELINE_LOGS_OPERATIONS } from './woodpecker/pipeline-logs/routes.ts';
import { PIPELINE_QUEUES_OPERATIONS } from './woodpecker/pipeline-queues/routes.ts';
import { PIPELINES_OPERATIONS } from './woodpecker/pipelines/routes.ts';
import { REPOSITORIES_OPERATIONS } from './woodpecker/repositories/routes.ts';
import { REPOSITORY_SECRETS_OPERATIONS } from './woodpecker/repository-secrets/routes.ts';
import { USER_OPERATIONS } from './woodpecker/user/routes.ts';
import { VERSION_OPERATIONS } from './woodpecker/system/routes.ts';

export { HOOK_OPERATIONS } from './woodpecker/system/routes.ts';

/** Woodpecker's contract, below /api; a folder for each tag of upstream's description. */
export const WOODPECKER_OPERATIONS: readonly Operation<CiContext>[] = [
  ...USER_OPERATIONS,
  ...REPOSITORIES_OPERATIONS,
  ...PIPELINES_OPERATIONS,
  ...PIPELINE_LOGS_OPERATIONS,
  ...REPOSITORY_SECRETS_OPERATIONS,
  ...PIPELINE_QUEUES_OPERATIONS,
  ...AGENTS_OPERATIONS,
  ...EVENTS_OPERATIONS,
];

/** What no upstream contract covers, and the addresses of upstream's outside /api. */
export const NATIVE_OPERATIONS: readonly Operation<CiContext>[] = [...VERSION_OPERATIONS, ...NATIVE];
