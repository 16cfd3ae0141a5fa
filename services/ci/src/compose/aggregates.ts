import { edgeProof, Places } from '@mosaic/platform/http';

import { Agents } from '../agents/agents.ts';
import { Artifacts } from '../artifacts/artifacts.ts';
import type { CiContext } from '../context.ts';
import { Hooks } from '../hooks/hooks.ts';
import { Pipelines } from '../pipelines/pipelines.ts';
import { viewQueue } from '../queue/queue-view.ts';
import { Activation } from '../repositories/activation.ts';
import { Repositories } from '../repositories/repositories.ts';
import { createRepositoryAccess } from '../repositories/repository-access.ts';
import { Secrets } from '../secrets/secrets.ts';
import type { CiPorts } from './ports.ts';
import { composeWork } from './work.ts';

/** Event streams at once, in all and of one caller. */
const STREAMS = { places: 1_024, each: 64 };

export type Aggregates = ReturnType<typeof composeAggregates>;

export interface DoorFacts {
  /** Where the forge reaches the door of webhooks; known once the listener stands. */
  hookUrl: () => string;
  /** Aborts when the service stops. */
  stopping: AbortSignal;
}

/** Every aggregate of CI, each given only what it uses; what the operations see of them is `context`. */
export function composeAggregates(ports: CiPorts, { hookUrl, stopping }: DoorFacts) {
  const { settings, log, bus, keyring, forge, authority, store, events, blobs } = ports;
  const work = composeWork(ports);
  const { lifecycle, starter, logs } = work;
  const activation = new Activation({ store, events, forge, keyring, hookUrl });
  const context: CiContext = {
    settings,
    access: createRepositoryAccess(authority),
    repositories: new Repositories({ store, events, blobs, forge, activation, keyring, maxTimeoutMinutes: settings.timeoutMinutes }),
    activation,
    pipelines: new Pipelines({ store, events, blobs, forge, lifecycle, starter, publicUrl: settings.publicUrl }),
    secrets: new Secrets({ store, events, keyring }),
    artifacts: new Artifacts({ store, events, blobs }),
    agents: new Agents({ store, events, bus }),
    hooks: new Hooks({ store, events, keyring, activation, starter }),
    viewQueue: () => viewQueue(store),
    logs,
    bus,
    log,
    streams: new Places({ of: 'event streams', ...STREAMS }),
    edgeProof: edgeProof(keyring),
    stopping,
  };
  return { context, activation, ...work };
}
