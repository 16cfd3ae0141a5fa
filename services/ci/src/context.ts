import type { Bus } from '@mosaic/platform/events';
import type { Places } from '@mosaic/platform/http';
import type { Log } from '@mosaic/platform/log';

import type { Agents } from './agents/agents.ts';
import type { Artifacts } from './artifacts/artifacts.ts';
import type { CiSettings } from './config.ts';
import type { Hooks } from './hooks/hooks.ts';
import type { LogStore } from './logs/log-store.ts';
import type { Pipelines } from './pipelines/pipelines.ts';
import type { QueueView } from './queue/queue-view.ts';
import type { Activation } from './repositories/activation.ts';
import type { Repositories } from './repositories/repositories.ts';
import type { RepositoryAccess } from './repositories/repository-access.ts';
import type { Secrets } from './secrets/secrets.ts';

/** What operations work with: one aggregate a noun, and who may. */
export interface CiContext {
  settings: CiSettings;
  access: RepositoryAccess;
  repositories: Repositories;
  activation: Activation;
  pipelines: Pipelines;
  secrets: Secrets;
  artifacts: Artifacts;
  agents: Agents;
  hooks: Hooks;
  logs: LogStore;
  viewQueue: () => Promise<QueueView>;
  bus: Bus;
  log: Log;
  /** Places for event streams; each holds a connection and looks at every change. */
  streams: Places;
  /** What our own edge proves itself with. */
  edgeProof: string;
  /** Aborts when the service stops; streams end with it. */
  stopping: AbortSignal;
}
