import { join } from 'node:path';

import type { Send } from '@mosaic/contracts/wire';
import { openFileBlobs } from '@mosaic/platform/blobs';
import { openStore, type StoreLocation } from '@mosaic/platform/db';
import { openEventLog, type Bus } from '@mosaic/platform/events';
import { bearerOf, createHttpApp, listen, mountEventFeed, mountOperations, type HttpApp } from '@mosaic/platform/http';
import { createAuthenticator } from '@mosaic/platform/identity';
import { Stack, type Health, type Listener, type Service, type StoreReference } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import type { CiContext } from './api/context.ts';
import { renderError } from './api/render-error.ts';
import { HOOK_OPERATIONS, OTHER_OPERATIONS, WOODPECKER_OPERATIONS } from './api/routes.ts';
import { readSettings, type CiConfig, type CiSettings } from './config.ts';
import { MIGRATIONS } from './db/list.ts';
import type { CiTables } from './db/schema.ts';
import { createForge } from './forge/forge-gateway.ts';
import { LogStore } from './logs/log-store.ts';
import { PipelineStarter } from './pipelines/pipeline-starter.ts';
import { WorkflowLifecycle } from './pipelines/workflow-lifecycle.ts';
import { Queue } from './queue/queue.ts';
import { startWatchdog } from './queue/watchdog.ts';
import { Activation } from './repositories/activation.ts';
import { createRepositoryAccess } from './repositories/repository-access.ts';
import { CloneTokens } from './runner/clone-tokens.ts';
import { RunnerPeer } from './runner/peer.ts';
import { allRunners, startRunners } from './runner/start-runners.ts';
import { startStatusDelivery } from './statuses/deliver-statuses.ts';

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
  const settings = readSettings(config);
  const log = deps.log.child({ service: 'ci' });
  const stack = new Stack();
  const listeners: Listener[] = [];
  let health: Health = { state: 'down', reason: 'It has not started yet.' };

  return {
    name: 'ci',
    listeners,
    stores: storesOf(settings),
    health: async () => health,
    async start() {
      try {
        await startParts({ settings, deps: { ...deps, log }, stack, listeners, health: async () => health });
        health = { state: 'ok' };
      } catch (error) {
        await stack[Symbol.asyncDispose]();
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      health = { state: 'down', reason: 'It was stopped.' };
      await stack[Symbol.asyncDispose]();
    },
  };
}

interface Parts {
  settings: CiSettings;
  deps: CiDeps;
  stack: Stack;
  listeners: Listener[];
  health: () => Promise<Health>;
}

async function startParts({ settings, deps, stack, listeners, health }: Parts): Promise<void> {
  const { log, bus, keyring, accounts } = deps;
  const stopping = new AbortController();
  const store = stack.use(await openStore<CiTables>({ location: locationOf(settings), migrations: MIGRATIONS, log }));
  const blobs = await openFileBlobs(blobFolder(settings));
  const events = await openEventLog<CiTables>({ source: 'ci', store, bus });
  const forge = createForge(deps.forge);
  const lifecycle = new WorkflowLifecycle({ bus, publicUrl: settings.publicUrl });
  const logs = new LogStore(blobs, bus, settings.limits);
  const runners = allRunners(settings);
  const queue = new Queue({ store, events, bus, lifecycle, log, leaseMs: settings.leaseMs, runners });
  const cloneTokens = new CloneTokens({ accounts, store, events, log });
  const starter = stack.use(new PipelineStarter({ store, events, forge, keyring, bus, log, settings, lifecycle }));
  const activation = new Activation({ store, events, forge, keyring, hookUrl: () => settings.hookUrl ?? `${listeners[0]?.url}/api/hook` });
  const access = createRepositoryAccess(forge);

  const context: CiContext = {
    settings,
    store,
    events,
    bus,
    blobs,
    keyring,
    forge,
    access,
    activation,
    starter,
    lifecycle,
    logs,
    log,
    runners,
    stopping: stopping.signal,
  };
  const app = createHttpApp({ name: 'ci', log, hosts: settings.hosts, renderError, health });
  await mountApi(app, context, accounts);
  const listener = stack.use(await listen(app, settings));
  listeners.push({ name: 'ci', port: listener.port, url: `http://127.0.0.1:${listener.port}` });
  // Streams end first, so that the listener has nothing to wait for.
  stack.defer(() => stopping.abort());

  // What the predecessor held has no runner any more; what it had begun to prepare goes on.
  await queue.expireAll();
  await starter.resume();
  void activation.mendHooks(stopping.signal, (error, repository) => log.warn({ err: error, repository }, 'a webhook could not be checked'));
  void cloneTokens.revoke().catch((error: unknown) => log.warn({ err: error }, 'old clone credentials could not be revoked'));
  stack.use(startStatusDelivery({ store, events, forge, bus, log }));
  stack.use(startWatchdog({ queue, bus, log }));
  const peer = new RunnerPeer({
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
  });
  stack.use(startRunners({ peer, settings, log }));
}

async function mountApi(app: HttpApp, context: CiContext, accounts: Send): Promise<void> {
  const authenticator = createAuthenticator({ door: 'ci', accounts });
  const options = {
    context,
    credential: (request: { headers: Parameters<typeof bearerOf>[0] }) => {
      const token = bearerOf(request.headers);
      return token === null ? null : { token };
    },
    authenticate: authenticator.authenticate,
  };
  mountOperations(app, WOODPECKER_OPERATIONS, { ...options, prefix: '/api' });
  mountOperations(app, OTHER_OPERATIONS, options);
  mountEventFeed(app, context.events, { ...options, grant: 'ci:feed:admin' });
  await app.register(async (scope) => {
    // The signature is over the bytes as they came.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    mountOperations(scope, HOOK_OPERATIONS, { ...options, credential: () => null, prefix: '/api' });
  });
}

function locationOf({ store, dataFolder }: CiSettings): StoreLocation {
  return store ?? { dialect: 'sqlite', file: join(dataFolder, 'ci.db') };
}

function blobFolder({ dataFolder }: CiSettings): string {
  return join(dataFolder, 'blobs');
}

function storesOf(settings: CiSettings): StoreReference[] {
  const location = locationOf(settings);
  return [
    { name: 'ci', kind: location.dialect, location: location.dialect === 'sqlite' ? location.file : location.url },
    { name: 'ci-blobs', kind: 'folder', location: blobFolder(settings) },
  ];
}
