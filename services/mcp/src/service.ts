import { join } from 'node:path';

import { createGiteaClient } from '@mosaic/contracts/gitea';
import type { Send } from '@mosaic/contracts/wire';
import { openStore, type Store } from '@mosaic/platform/db';
import { openEventLog, type Bus } from '@mosaic/platform/events';
import { createHttpApp, credentialOf, listen, mountEventFeed, mountOperations } from '@mosaic/platform/http';
import { createAuthenticator } from '@mosaic/platform/identity';
import { Stack, type Health, type Listener, type Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import { createRepositoryAccess } from './access/repository-access.ts';
import { mountMcpEndpoint } from './api/mcp-endpoint.ts';
import { createServerFactory } from './api/mcp-server.ts';
import { renderError } from './api/render-error.ts';
import { ROUTES } from './api/routes.ts';
import { createAuditTrail } from './calls/audit-trail.ts';
import { startRetention } from './calls/retention.ts';
import { createToolCaller } from './calls/tool-caller.ts';
import { createWaiters } from './calls/wait.ts';
import { createCiReader } from './ci/ci-reader.ts';
import { McpConfig } from './config.ts';
import { consumeFacts } from './consumers/facts.ts';
import type { Context } from './context.ts';
import { MIGRATIONS } from './db/list.ts';
import type { McpTables } from './db/schema.ts';
import { FACT_HEAD, createFactLog } from './facts/fact-writer.ts';
import { createResources } from './resources/resources.ts';
import { createLeaseSweeper } from './tasks/lease-sweeper.ts';
import { TOOL_LIST } from './tools/list.ts';

export interface McpDeps {
  log: Log;
  bus: Bus;
  /** Neighbours, reached with the service's own token. */
  accounts: Send;
  forge: Send;
  ci: Send;
  /** Unix milliseconds. Tests move it to let leases end. */
  now?: () => number;
}

/** The MCP server: the coordination plane's rows and the tools over them. */
export async function createMcp(input: McpConfig, deps: McpDeps): Promise<Service> {
  const config = McpConfig.parse(input);
  const { log, bus, accounts, forge, ci, now = Date.now } = deps;
  const location = config.store ?? { dialect: 'sqlite' as const, file: join(config.dataFolder, 'mcp.db') };
  const stack = new Stack();
  const listeners: Listener[] = [];
  const closing = new AbortController();
  const health = async (): Promise<Health> => (listeners.length > 0 ? { state: 'ok' } : { state: 'down', reason: 'not started' });

  const start = async (): Promise<void> => {
    const store = stack.use(await openStore<McpTables>({ location, migrations: MIGRATIONS, log }));
    await ensureFactHead(store);
    const events = await openEventLog<McpTables>({ source: 'mcp', store, bus });
    const facts = createFactLog({ events, bus, now });
    const context: Context = {
      publicUrl: config.publicUrl,
      store,
      bus,
      access: createRepositoryAccess(forge, now),
      forge,
      gitea: createGiteaClient(forge),
      ci: createCiReader(ci),
      accounts,
      now,
      closing: closing.signal,
    };
    stack.use(startRetention({ store, now, log }));
    const sweeper = stack.use(createLeaseSweeper({ store, facts, bus, now, log }));
    await sweeper.start();

    const waiters = createWaiters(context);
    const tools = createToolCaller({ context, tools: TOOL_LIST, facts, audit: createAuditTrail(store), waiters, log });
    const authenticator = createAuthenticator({ door: 'mcp', accounts });
    const app = createHttpApp({ name: 'mcp', log, hosts: config.hosts, renderError, health });
    const mounting = {
      context: undefined,
      credential: (request: Parameters<typeof renderError>[2]) => credentialOf(request.headers),
      authenticate: authenticator.authenticate,
    };
    mountOperations(app, ROUTES, mounting);
    mountEventFeed(app, events, { ...mounting, grant: 'mcp:feed:admin' });
    const serverOf = createServerFactory({ tools, resources: createResources(tools) });
    const endpoint = mountMcpEndpoint(app, { authenticator, serverOf, publicUrl: config.publicUrl, log });
    const listening = stack.use(await listen(app, config));
    listeners.push({ name: 'mcp', port: listening.port, url: `http://127.0.0.1:${listening.port}` });

    for (const [name, send] of [['forge', forge] as const, ['ci', ci] as const]) stack.use(consumeFacts(name, { send, events, bus, log }));
    // First to be undone: long polls answer and streams end, so that the listener drains at once.
    stack.use(endpoint);
    stack.defer(() => closing.abort());
  };

  return {
    name: 'mcp',
    listeners,
    stores: [{ name: 'mcp', kind: location.dialect, location: location.dialect === 'sqlite' ? location.file : location.url }],
    start,
    health,
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

/** The row that numbers the facts. */
async function ensureFactHead(store: Store<McpTables>): Promise<void> {
  await store.transact(async ({ db }) => {
    const head = await db.selectFrom('event_head').select('seq').where('name', '=', FACT_HEAD).executeTakeFirst();
    if (head === undefined) await db.insertInto('event_head').values({ name: FACT_HEAD, seq: 0 }).execute();
  });
}
