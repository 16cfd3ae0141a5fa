import { join } from 'node:path';

import { checkGitVersion, GitEngine, isWhole } from '@mosaic/engines/git';
import type { Send } from '@mosaic/contracts/wire';
import { openStore, storeAt, storeReference, type Store, type StoreLocation } from '@mosaic/platform/db';
import { parseInput } from '@mosaic/platform/errors';
import { openEventLog, type Bus, type EventLog } from '@mosaic/platform/events';
import {
  createHttpApp,
  listen,
  mountApiDescription,
  mountEventFeed,
  mountNativeDescription,
  mountOperations,
  edgeProof,
  Places,
} from '@mosaic/platform/http';
import { createAuthenticator } from '@mosaic/platform/identity';
import { composeService, type Health, type Life, type Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import type { ForgeContext } from './context.ts';
import { Links } from './present/links.ts';
import { describeForge, GITEA_DESCRIPTION_PATH } from './api/gitea/description.ts';
import { mountPages } from './doors/pages.ts';
import { renderError } from './api/render-error.ts';
import { GITEA_OPERATIONS, NATIVE_OPERATIONS } from './api/routes.ts';
import { mountUnserved } from './api/gitea/unserved-paths.ts';
import { CollaboratorReader, CollaboratorWriter } from './collaborators/collaborators.ts';
import { ForgeConfig, type ForgeSettings } from './config.ts';
import { consumeForWebhooks } from './consumers/webhooks.ts';
import { ContentReader } from './contents/content-reader.ts';
import { ContentWriter } from './contents/content-writer.ts';
import { MIGRATIONS } from './db/list.ts';
import type { ForgeTables } from './db/schema.ts';
import { FETCHES_READ } from './doors/git-http/read-fetch.ts';
import { mountGitHttp } from './doors/git-http/routes.ts';
import { authenticateGitea, giteaCredential } from './identity/authenticate.ts';
import { People } from './identity/people.ts';
import { IssueReader } from './issues/issue-reader.ts';
import { IssueWriter } from './issues/issue-writer.ts';
import { PushSettlement } from './pushes/push-settlement.ts';
import { PushLedger } from './pushes/push-ledger.ts';
import { DamageBook } from './repositories/damage-book.ts';
import { RepositoryFolders } from './repositories/repository-folders.ts';
import { RepositoryReader } from './repositories/repository-reader.ts';
import { RepositoryWriter } from './repositories/repository-writer.ts';
import { startRetention } from './retention/retention.ts';
import { StatusReader, StatusWriter } from './statuses/statuses.ts';
import { Maintenance } from './maintenance/maintenance.ts';
import { MaintenanceLedger } from './maintenance/maintenance-ledger.ts';
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
export async function createForge(config: ForgeConfig, deps: ForgeDeps): Promise<Service> {
  const settings = parseInput(ForgeConfig, config, 'The configuration of the forge');
  const log = deps.log.child({ service: 'forge' });
  const location = storeAt(settings, 'forge');
  const root = join(settings.dataFolder, 'repositories');
  return composeService({
    name: 'forge',
    stores: [storeReference('forge', location), { name: 'repositories', kind: 'folder', location: root }],
    start: (life) => start({ settings, deps: { ...deps, log }, location, root, life }),
  });
}

interface Beginning {
  settings: ForgeSettings;
  deps: ForgeDeps;
  location: StoreLocation;
  /** Folder of the bare repositories. */
  root: string;
  life: Life;
}

async function start({ settings, deps, location, root, life }: Beginning): Promise<void> {
  const { stack } = life;
  await checkGitVersion();
  const store = stack.use(await openStore<ForgeTables>({ location, migrations: MIGRATIONS, log: deps.log }));
  life.dependOn('The database cannot be read', () => store.check());
  const events = await openEventLog<ForgeTables>({ source: 'forge', store, bus: deps.bus });
  life.useEvents(events);
  const folders = new RepositoryFolders(root, stack.use(new GitEngine()));
  const parts = compose({ settings, deps, store, events, folders });
  stack.use(parts.maintenance);
  await parts.maintenance.takeOver();
  const { damage, repositories } = parts.context;
  stack.use(damage);
  life.tellOf(async () => damage.words());
  for (const [repository, error] of await repositories.writer.recover()) {
    deps.log.error({ err: error, repository }, 'a repository is damaged; the others go on');
    damage.note(repository);
  }
  await parts.pushes.recover();
  stack.use(startRetention({ events, log: deps.log }));
  stack.use(parts.dispatcher);
  stack.use(consumeForWebhooks({ events, planner: parts.planner, dispatcher: parts.dispatcher, log: deps.log }));
  stack.use(parts.pushes);
  life.announce(
    'forge',
    stack.use(
      await listen(await buildApp({ settings, deps, events, parts, health: life.health }), {
        ...settings,
        slowClients: { windowMs: settings.slowClientMs },
      }),
    ),
  );
  parts.dispatcher.wake();
}

interface Ground {
  settings: ForgeSettings;
  deps: ForgeDeps;
  store: Store<ForgeTables>;
  events: EventLog<ForgeTables>;
  folders: RepositoryFolders;
}

interface Parts {
  context: ForgeContext;
  pushes: PushSettlement;
  maintenance: Maintenance;
  planner: DeliveryPlanner;
  dispatcher: Dispatcher;
}

/** Every part of the service, each given only what it uses. */
function compose({ settings, deps, store, events, folders }: Ground): Parts {
  const links = new Links(settings.publicUrl);
  const people = new People(deps.accounts);
  const maintenance = new Maintenance({ ledger: new MaintenanceLedger(store, events), folders, log: deps.log, settings });
  const pushes = new PushSettlement({
    ledger: new PushLedger(events),
    folders,
    log: deps.log,
    onSettled: (id) => maintenance.consider(id),
  });
  const repositories = { reader: new RepositoryReader(store), writer: new RepositoryWriter(events, folders), folders };
  const damage = new DamageBook(async (fullName, signal) => {
    const found = await repositories.reader.loadByName(fullName);
    return found === null || isWhole(folders.open(found.id), signal);
  });
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
    settings,
  });
  const hooks = {
    reader: hookReader,
    writer: new HookWriter({ events, keyring: deps.keyring, allowedHosts: settings.allowedHookHosts }),
    redelivery: new Redelivery({ store, events, planner, dispatcher }),
  };
  return {
    context: { damage, links, people, repositories, collaborators, contents, statuses, issues, hooks },
    pushes,
    maintenance,
    planner,
    dispatcher,
  };
}

interface Doors {
  settings: ForgeSettings;
  deps: ForgeDeps;
  events: EventLog<ForgeTables>;
  parts: Parts;
  health: () => Promise<Health>;
}

/** Requests of the APIs in hand at once: each may hold a git process, as long as its client takes to read the answer. */
const REQUESTS = 48;

/** One listener with four doors: Gitea's API, our native API, the event feed, and git. */
async function buildApp({ settings, deps, events, parts, health }: Doors) {
  const authenticator = createAuthenticator({ door: 'forge', accounts: deps.accounts });
  const app = createHttpApp({
    name: 'forge',
    log: deps.log,
    hosts: settings.hosts,
    health,
    renderError: renderError(settings.publicUrl),
    authenticate: authenticator.authenticate,
  });
  const proof = edgeProof(deps.keyring);
  const queue = { waiting: settings.maxGitWaiting, waitMs: settings.gitWaitMs };
  const identity = {
    credential: giteaCredential,
    authenticate: authenticateGitea(authenticator, parts.context.people),
  };
  const admission = { places: new Places({ of: 'places for requests', places: REQUESTS, ...queue }), proof };
  mountOperations(app, GITEA_OPERATIONS, { ...identity, context: parts.context, prefix: '/api/v1', admission });
  mountUnserved(app, '/api/v1');
  mountApiDescription(app, GITEA_DESCRIPTION_PATH, describeForge);
  mountNativeDescription(app, 'forge', NATIVE_OPERATIONS);
  mountOperations(app, NATIVE_OPERATIONS, { ...identity, context: parts.context, admission });
  mountEventFeed(app, events, { ...identity, grant: 'forge:feed:admin' });
  const { context, pushes } = parts;
  await mountGitHttp(app, {
    ...identity,
    repositories: context.repositories,
    pushes,
    people: context.people,
    slots: new Places({ of: 'git processes', places: settings.maxGitProcesses, ...queue }),
    readers: new Places({ of: 'places for requests of git', places: FETCHES_READ, ...queue }),
    edgeProof: proof,
    settings,
    log: deps.log,
  });
  mountPages(app, settings.publicUrl);
  return app;
}
