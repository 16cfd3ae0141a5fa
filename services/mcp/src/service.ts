import type { FastifyRequest } from 'fastify';

import { createGiteaClient } from '@mosaic/contracts/gitea';
import { FACT_SOURCES, type FactSource } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { openStore, storeAt, storeReference, type Store, type StoreLocation } from '@mosaic/platform/db';
import { parseInput } from '@mosaic/platform/errors';
import { openEventLog, type Bus } from '@mosaic/platform/events';
import { createHttpApp, credentialOf, listen, mountEventFeed, mountNativeDescription, mountOperations } from '@mosaic/platform/http';
import { createAuthenticator, createRepositoryAuthority } from '@mosaic/platform/identity';
import { composeService, type Life, type Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import { createRepositoryAccess } from './access/repository-access.ts';
import { mountMcpEndpoint } from './api/mcp-endpoint.ts';
import { createServerFactory } from './api/mcp-server.ts';
import { renderError } from './api/render-error.ts';
import { OPERATIONS } from './api/routes.ts';
import { createAuditTrail } from './calls/audit-trail.ts';
import { startRetention } from './calls/retention.ts';
import { createToolCaller } from './calls/tool-caller.ts';
import { createWaiters } from './calls/wait.ts';
import { createCiReader } from './ci/ci-reader.ts';
import { McpConfig, type McpSettings } from './config.ts';
import { consumeFacts } from './consumers/facts.ts';
import type { McpContext } from './context.ts';
import { createCursorSeal } from './cursor-seal.ts';
import { MIGRATIONS } from './db/list.ts';
import type { McpTables } from './db/schema.ts';
import { FACT_HEAD, createFactLog } from './facts/fact-writer.ts';
import { createScanMemory } from './facts/scan-memory.ts';
import { createResources } from './resources/resources.ts';
import { createAttemptTokens } from './tasks/attempt-tokens.ts';
import { startLeaseSweeper } from './tasks/lease-sweeper.ts';
import { TOOL_LIST } from './tools/list.ts';
import { startTroubleWatch } from './troubles/trouble-watch.ts';

/** Neighbours are reached with the service's own token. */
export interface McpDeps extends Readonly<Record<FactSource | 'accounts', Send>> {
  log: Log;
  bus: Bus;
  keyring: Keyring;
  /** Unix milliseconds. Tests move it to let leases end. */
  now?: () => number;
  /** How often the installation's troubles are looked for, ms. */
  troubleLookMs?: number;
}

/** The MCP server: the coordination plane's rows and the tools over them. */
export async function createMcp(config: McpConfig, deps: McpDeps): Promise<Service> {
  const settings = parseInput(McpConfig, config, 'The configuration of the MCP server');
  const log = deps.log.child({ service: 'mcp' });
  const location = storeAt(settings, 'mcp');
  return composeService({
    name: 'mcp',
    stores: [storeReference('mcp', location)],
    start: (life) => start({ settings, deps: { ...deps, log }, location, life }),
  });
}

interface Beginning {
  settings: McpSettings;
  deps: McpDeps;
  location: StoreLocation;
  life: Life;
}

async function start({ settings, deps, location, life }: Beginning): Promise<void> {
  const { log, bus, accounts, forge, ci, now = Date.now } = deps;
  const { stack, health } = life;
  const closing = new AbortController();
  const store = stack.use(await openStore<McpTables>({ location, migrations: MIGRATIONS, log }));
  life.dependOn('The database cannot be read', () => store.check());
  await ensureFactHead(store);
  const events = await openEventLog<McpTables>({ source: 'mcp', store, bus });
  life.useEvents(events);
  const facts = createFactLog({ events, bus, now });
  const context: McpContext = {
    publicUrl: settings.publicUrl,
    store,
    bus,
    access: createRepositoryAccess(createRepositoryAuthority(forge, { now })),
    forge,
    gitea: createGiteaClient(forge),
    ci: createCiReader(ci),
    accounts,
    attempts: createAttemptTokens(accounts, log),
    cursors: createCursorSeal(deps.keyring),
    scans: createScanMemory(now),
    now,
    closing: closing.signal,
  };
  stack.use(startRetention({ store, now, log }));
  stack.use(await startLeaseSweeper({ store, facts, now, log }));

  const waiters = createWaiters(context);
  // Undone after the listener and before the store: whatever call is left gets its audit row.
  const tools = createToolCaller({ context, tools: TOOL_LIST, facts, audit: createAuditTrail(store), waiters, log });
  stack.defer(() => tools.end(0));
  const authenticator = createAuthenticator({ door: 'mcp', accounts });
  const app = createHttpApp({ name: 'mcp', log, hosts: settings.hosts, renderError, health, authenticate: authenticator.authenticate });
  const identity = { credential: ({ headers }: FastifyRequest) => credentialOf(headers), authenticate: authenticator.authenticate };
  mountOperations(app, OPERATIONS, { ...identity, context: undefined });
  mountNativeDescription(app, 'mcp', OPERATIONS);
  mountEventFeed(app, events, { ...identity, grant: 'mcp:feed:admin' });
  const serverOf = createServerFactory({ tools, resources: createResources(tools) });
  const endpoint = mountMcpEndpoint(app, { authenticator, serverOf, endCalls: tools.end, publicUrl: settings.publicUrl, log });
  life.announce('mcp', stack.use(await listen(app, settings)));

  for (const source of FACT_SOURCES) stack.use(consumeFacts(source, { send: deps[source], events, bus, log }));
  const { troubleLookMs: everyMs } = deps;
  stack.use(
    startTroubleWatch({
      store,
      facts,
      publicUrl: settings.publicUrl,
      accounts,
      forge,
      log,
      ...(everyMs === undefined ? {} : { everyMs }),
    }),
  );
  // First to be undone: long polls answer and streams end, so that the listener drains at once.
  stack.use(endpoint);
  stack.defer(() => closing.abort());
}

/** The row that numbers the facts. */
async function ensureFactHead(store: Store<McpTables>): Promise<void> {
  await store.transact(async ({ db }) => {
    const head = await db.selectFrom('event_head').select('seq').where('name', '=', FACT_HEAD).executeTakeFirst();
    if (head === undefined) await db.insertInto('event_head').values({ name: FACT_HEAD, seq: 0 }).execute();
  });
}
