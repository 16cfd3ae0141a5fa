import { join } from 'node:path';

import type { FastifyRequest } from 'fastify';

import type { Send } from '@mosaic/contracts/wire';
import { openFileBlobs } from '@mosaic/platform/blobs';
import { openStore, storeAt, storeReference, type StoreLocation } from '@mosaic/platform/db';
import { parseInput } from '@mosaic/platform/errors';
import { openEventLog, type Bus, type EventLog } from '@mosaic/platform/events';
import {
  bearerOf,
  createHttpApp,
  edgeProof,
  listen,
  mountApiDescription,
  mountEventFeed,
  mountNativeDescription,
  mountOperations,
  Places,
  type HttpApp,
} from '@mosaic/platform/http';
import { createAuthenticator, createRepositoryAuthority, type Authenticator, type Credential } from '@mosaic/platform/identity';
import { composeService, type Life, type Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import type { CiContext } from './context.ts';
import { describeCi, WOODPECKER_DESCRIPTION_PATH } from './api/woodpecker/description.ts';
import { renderError } from './api/render-error.ts';
import { HOOK_OPERATIONS, NATIVE_OPERATIONS, WOODPECKER_OPERATIONS } from './api/routes.ts';
import { mountUnserved } from './api/woodpecker/unserved.ts';
import { registerOwnAgents } from './agents/agent-writer.ts';
import { Agents } from './agents/agents.ts';
import { Artifacts } from './artifacts/artifacts.ts';
import { CiConfig, type CiSettings } from './config.ts';
import { consumeSuspensions } from './consumers/suspensions.ts';
import { MIGRATIONS } from './db/list.ts';
import type { CiTables } from './db/schema.ts';
import { createForgeGateway } from './forge/forge-gateway.ts';
import { Hooks } from './hooks/hooks.ts';
import { LogStore } from './logs/log-store.ts';
import { PipelineStarter } from './pipelines/pipeline-starter.ts';
import { Pipelines } from './pipelines/pipelines.ts';
import { WorkflowLifecycle } from './pipelines/workflow-lifecycle.ts';
import { Queue } from './queue/queue.ts';
import { viewQueue } from './queue/queue-view.ts';
import { startWatchdog } from './queue/watchdog.ts';
import { Activation } from './repositories/activation.ts';
import { Repositories } from './repositories/repositories.ts';
import { createRepositoryAccess } from './repositories/repository-access.ts';
import { CloneTokens } from './runner/clone-tokens.ts';
import { RunnerPeer } from './runner/peer.ts';
import { ownAgents, startRunners } from './runner/start-runners.ts';
import { Secrets } from './secrets/secrets.ts';
import { startStatusDelivery } from './statuses/deliver-statuses.ts';
import { Suspensions } from './suspensions/suspensions.ts';

export interface CiDeps {
  log: Log;
  bus: Bus;
  keyring: Keyring;
  /** Reaches accounts with the service's own token. */
  accounts: Send;
  /** Reaches the forge with the service's own token, which may act as others (forge:sudo:admin). */
  forge: Send;
}

/** The CI service: Woodpecker's contract on one listener, the queue, and runners in this process. */
export async function createCi(config: CiConfig, deps: CiDeps): Promise<Service> {
  const settings = parseInput(CiConfig, config, 'The configuration of CI');
  const log = deps.log.child({ service: 'ci' });
  const location = storeAt(settings, 'ci');
  const folder = join(settings.dataFolder, 'blobs');
  return composeService({
    name: 'ci',
    stores: [storeReference('ci', location), { name: 'ci-blobs', kind: 'folder', location: folder }],
    start: (life) => start({ settings, deps: { ...deps, log }, location, folder, life }),
  });
}

interface Beginning {
  settings: CiSettings;
  deps: CiDeps;
  location: StoreLocation;
  /** Folder of the blobs: logs and artifacts. */
  folder: string;
  life: Life;
}

/** Event streams at once, in all and of one caller. */
const STREAMS = { places: 1_024, each: 64 };

async function start({ settings, deps, location, folder, life }: Beginning): Promise<void> {
  const { log, bus, keyring, accounts } = deps;
  const { stack, listeners, health } = life;
  const stopping = new AbortController();
  const store = stack.use(await openStore<CiTables>({ location, migrations: MIGRATIONS, log }));
  life.dependOn('The database cannot be read', () => store.check());
  const blobs = await openFileBlobs(folder);
  const events = await openEventLog<CiTables>({ source: 'ci', store, bus });
  life.useEvents(events);
  const forge = createForgeGateway(deps.forge);
  const lifecycle = new WorkflowLifecycle({ bus, publicUrl: settings.publicUrl });
  const logs = new LogStore(blobs, bus, settings.limits);
  const queue = new Queue({ store, events, bus, lifecycle, log, leaseMs: settings.leaseMs });
  const agents = await events.transact((writer) => registerOwnAgents(writer, ownAgents(settings)));
  const cloneTokens = new CloneTokens({ accounts, store, events, log });
  const suspensions = new Suspensions({ events, lifecycle });
  const starter = stack.use(new PipelineStarter({ store, events, forge, keyring, bus, log, settings, lifecycle, suspensions }));
  const activation = new Activation({ store, events, forge, keyring, hookUrl: () => settings.hookUrl ?? `${listeners[0]?.url}/api/hook` });

  const context: CiContext = {
    settings,
    access: createRepositoryAccess(createRepositoryAuthority(deps.forge)),
    repositories: new Repositories({ store, events, blobs, forge, activation, maxTimeoutMinutes: settings.timeoutMinutes }),
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
    stopping: stopping.signal,
  };
  const { authenticate } = createAuthenticator({ door: 'ci', accounts });
  const app = createHttpApp({ name: 'ci', log, hosts: settings.hosts, renderError, health, authenticate });
  await mountApi(app, { context, authenticate, events });
  life.announce('ci', stack.use(await listen(app, settings)));
  // Streams end first, so that the listener has nothing to wait for.
  stack.defer(() => stopping.abort());

  // What ran in the former process has no runner any more; what it had begun to prepare goes on.
  await queue.expireOwn();
  await starter.resume();
  void activation.mendHooks(stopping.signal, (error, repository) => log.warn({ err: error, repository }, 'a webhook could not be checked'));
  void cloneTokens.revokeLeft().catch((error: unknown) => log.warn({ err: error }, 'old clone credentials could not be revoked'));
  stack.use(consumeSuspensions(suspensions, { accounts, events, log }));
  stack.use(startStatusDelivery({ store, events, forge, bus, log }));
  stack.use(startWatchdog({ queue, bus, log }));
  const peerDeps = {
    store,
    events,
    bus,
    blobs,
    keyring,
    queue,
    lifecycle,
    logs,
    cloneTokens,
    log,
    maxArtifactBytes: settings.limits.artifactBytes,
  };
  const running = stack.use(startRunners({ agents, peerOf: (agent) => new RunnerPeer(peerDeps, agent), settings, log }));
  life.noteOf(() => running.note());
}

interface Api {
  context: CiContext;
  authenticate: Authenticator['authenticate'];
  events: EventLog<CiTables>;
}

async function mountApi(app: HttpApp, { context, authenticate, events }: Api): Promise<void> {
  const identity = { credential: woodpeckerCredential, authenticate };
  mountOperations(app, WOODPECKER_OPERATIONS, { ...identity, context, prefix: '/api' });
  mountOperations(app, NATIVE_OPERATIONS, { ...identity, context });
  mountUnserved(app);
  mountApiDescription(app, WOODPECKER_DESCRIPTION_PATH, () => describeCi(context.settings));
  mountNativeDescription(app, 'ci', NATIVE_OPERATIONS);
  mountEventFeed(app, events, { ...identity, grant: 'ci:feed:admin' });
  await app.register(async (scope) => {
    // The signature is over the bytes as they came.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    mountOperations(scope, HOOK_OPERATIONS, { ...identity, context, credential: () => null, prefix: '/api' });
  });
}

/** Woodpecker takes a bearer token alone. */
function woodpeckerCredential({ headers }: FastifyRequest): Credential | null {
  const token = bearerOf(headers);
  return token === null ? null : { token };
}
