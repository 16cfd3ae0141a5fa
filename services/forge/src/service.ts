import { join } from 'node:path';

import { checkGitVersion, GitEngine } from '@mosaic/engines/git';
import type { Send } from '@mosaic/contracts/wire';
import { openStore, type Store, type StoreLocation } from '@mosaic/platform/db';
import { openEventLog, type Bus, type EventLog } from '@mosaic/platform/events';
import { createHttpApp, listen, mountEventFeed, mountOperations } from '@mosaic/platform/http';
import { createAuthenticator } from '@mosaic/platform/identity';
import { Stack, type Health, type Listener, type Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import type { ForgeContext } from './api/context.ts';
import { Links } from './api/present/links.ts';
import { mountPages } from './api/pages.ts';
import { renderError } from './api/render-error.ts';
import { GITEA_OPERATIONS, NATIVE_OPERATIONS } from './api/routes.ts';
import { CollaboratorReader, CollaboratorWriter } from './collaborators/collaborators.ts';
import { ForgeConfig, type ForgeSettings } from './config.ts';
import { consumeForWebhooks } from './consumers/webhooks.ts';
import { ContentReader } from './contents/content-reader.ts';
import { ContentWriter } from './contents/content-writer.ts';
import { MIGRATIONS } from './db/list.ts';
import type { ForgeTables } from './db/schema.ts';
import { mountGitHttp } from './git-http/routes.ts';
import { authenticateGitea, giteaCredential } from './identity/authenticate.ts';
import { People } from './identity/people.ts';
import { IssueReader } from './issues/issue-reader.ts';
import { IssueWriter } from './issues/issue-writer.ts';
import { PushDesk } from './pushes/push-desk.ts';
import { PushLedger } from './pushes/push-ledger.ts';
import { RepositoryFolders } from './repos/repository-folders.ts';
import { RepositoryReader } from './repos/repository-reader.ts';
import { RepositoryWriter } from './repos/repository-writer.ts';
import { StatusReader, StatusWriter } from './statuses/statuses.ts';
import { DeliveryLedger } from './webhooks/delivery-ledger.ts';
import { DeliveryPlanner } from './webhooks/delivery-planner.ts';
import { Dispatcher } from './webhooks/dispatcher.ts';
import { HookReader } from './webhooks/hook-reader.ts';
import { HookWriter } from './webhooks/hook-writer.ts';
import { Redelivery } from './webhooks/redelivery.ts';

export interface ForgeDeps {
  log: Log;
  bus: Bus;
  keyring: Keyring;
  /** Reaches accounts with the forge's own token. */
  accounts: Send;
}

/** The forge: bare repositories behind Gitea's REST API and git's smart HTTP, with signed webhooks. */
export async function createForge(input: ForgeConfig, deps: ForgeDeps): Promise<Service> {
  const config = ForgeConfig.parse(input);
  const stack = new Stack();
  const listeners: Listener[] = [];
  const location: StoreLocation = config.store ?? { dialect: 'sqlite', file: join(config.dataFolder, 'forge.db') };
  const root = join(config.dataFolder, 'repositories');
  let state: Health = { state: 'down', reason: 'not started' };

  return {
    name: 'forge',
    listeners,
    stores: [
      { name: 'forge', kind: location.dialect, location: location.dialect === 'sqlite' ? location.file : location.url },
      { name: 'repositories', kind: 'folder', location: root },
    ],
    async start() {
      await checkGitVersion();
      const store = stack.use(await openStore<ForgeTables>({ location, migrations: MIGRATIONS, log: deps.log }));
      const events = await openEventLog<ForgeTables>({ source: 'forge', store, bus: deps.bus });
      const folders = new RepositoryFolders(root, stack.use(new GitEngine()));
      const parts = compose({ config, deps, store, events, folders });
      await parts.context.repositories.writer.recover();
      await parts.pushes.recover();
      stack.use(parts.dispatcher);
      stack.use(consumeForWebhooks({ log: events, planner: parts.planner, dispatcher: parts.dispatcher, logger: deps.log }));
      stack.use(parts.pushes);
      const listening = stack.use(await listen(await buildApp({ config, deps, events, parts, health: async () => state }), config));
      listeners.push({ name: 'forge', port: listening.port, url: `http://127.0.0.1:${listening.port}` });
      parts.dispatcher.wake();
      state = { state: 'ok' };
    },
    health: async () => state,
    async [Symbol.asyncDispose]() {
      state = { state: 'down', reason: 'stopping' };
      await stack[Symbol.asyncDispose]();
    },
  };
}

interface Ground {
  config: ForgeSettings;
  deps: ForgeDeps;
  store: Store<ForgeTables>;
  events: EventLog<ForgeTables>;
  folders: RepositoryFolders;
}

interface Parts {
  context: ForgeContext;
  pushes: PushDesk;
  planner: DeliveryPlanner;
  dispatcher: Dispatcher;
}

/** Every part of the service, each given only what it uses. */
function compose({ config, deps, store, events, folders }: Ground): Parts {
  const links = new Links(config.publicUrl);
  const people = new People(deps.accounts);
  const pushes = new PushDesk({ ledger: new PushLedger(events), folders, log: deps.log });
  const repositories = { reader: new RepositoryReader(store), writer: new RepositoryWriter(events, folders), folders };
  const contents = { reader: new ContentReader(folders), writer: new ContentWriter(folders, pushes) };
  const statuses = { reader: new StatusReader(store), writer: new StatusWriter(events) };
  const issues = { reader: new IssueReader(store), writer: new IssueWriter(events) };
  const collaborators = { reader: new CollaboratorReader(store), writer: new CollaboratorWriter(events) };
  const hookReader = new HookReader(store);
  const payloads = { links, contents: contents.reader, issues: issues.reader, statuses: statuses.reader };
  const planner = new DeliveryPlanner({ repositories: repositories.reader, hooks: hookReader, people, payloads });
  const dispatcher = new Dispatcher({
    ledger: new DeliveryLedger(store, events),
    hooks: hookReader,
    keyring: deps.keyring,
    log: deps.log,
    settings: config,
  });
  const hooks = {
    reader: hookReader,
    writer: new HookWriter({ log: events, keyring: deps.keyring, allowedHosts: config.allowedHookHosts }),
    redelivery: new Redelivery({ store, log: events, planner, dispatcher }),
  };
  return { context: { links, people, repositories, collaborators, contents, statuses, issues, hooks }, pushes, planner, dispatcher };
}

interface Doors {
  config: ForgeSettings;
  deps: ForgeDeps;
  events: EventLog<ForgeTables>;
  parts: Parts;
  health: () => Promise<Health>;
}

/** One listener with four doors: Gitea's API, our native API, the event feed, and git. */
async function buildApp({ config, deps, events, parts, health }: Doors) {
  const app = createHttpApp({ name: 'forge', log: deps.log, hosts: config.hosts, health, renderError: renderError(config.publicUrl) });
  const authenticator = createAuthenticator({ door: 'forge', accounts: deps.accounts });
  const identity = { credential: giteaCredential, authenticate: authenticateGitea(authenticator, parts.context.people) };
  mountOperations(app, GITEA_OPERATIONS, { ...identity, context: parts.context, prefix: '/api/v1' });
  mountOperations(app, NATIVE_OPERATIONS, { ...identity, context: parts.context });
  mountEventFeed(app, events, { ...identity, grant: 'forge:feed:admin' });
  await mountGitHttp(app, { ...identity, repositories: parts.context.repositories, pushes: parts.pushes, settings: config, log: deps.log });
  mountPages(app, config.publicUrl);
  return app;
}
