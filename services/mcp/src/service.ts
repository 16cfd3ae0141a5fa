import { FACT_SOURCES } from '@mosaic/contracts/mosaic';
import { openStore, storeAt, storeReference, type StoreLocation } from '@mosaic/platform/db';
import { parseInput } from '@mosaic/platform/errors';
import { openEventLog } from '@mosaic/platform/events';
import { listen } from '@mosaic/platform/http';
import { composeService, type Lifecycle, type Service } from '@mosaic/platform/lifecycle';

import { startRetention } from './retention/retention.ts';
import { composeAggregates } from './compose/aggregates.ts';
import { composeDoors } from './compose/doors.ts';
import type { McpPorts } from './compose/ports.ts';
import { McpConfig } from './config.ts';
import { consumeFacts } from './consumers/facts.ts';
import { MIGRATIONS } from './db/list.ts';
import type { McpTables } from './db/schema.ts';
import { ensureFactHead } from './facts/fact-writer.ts';
import { startLeaseSweeper } from './tasks/lease-sweeper.ts';
import { startTroubleWatch } from './troubles/trouble-watch.ts';

export interface McpDeps extends Omit<McpPorts, 'settings' | 'store' | 'events' | 'now'> {
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
    start: (lifecycle) => start(lifecycle, { ...deps, log, settings, location }),
  });
}

async function start(
  lifecycle: Lifecycle,
  { location, now = Date.now, troubleLookMs, ...given }: McpDeps & Pick<McpPorts, 'settings'> & { location: StoreLocation },
): Promise<void> {
  const { log, bus, settings } = given;
  const { stack } = lifecycle;
  const closing = new AbortController();
  const store = stack.use(await openStore<McpTables>({ location, migrations: MIGRATIONS, log }));
  lifecycle.dependOn('The database cannot be read', () => store.check());
  await store.transact(ensureFactHead);
  const events = await openEventLog<McpTables>({ source: 'mcp', store, bus });
  lifecycle.useEvents(events);
  const ports: McpPorts = { ...given, store, events, now };
  const { facts, tools } = composeAggregates(ports, closing.signal);
  stack.use(startRetention({ store, now, log }));
  stack.use(await startLeaseSweeper({ store, facts, now, log }));
  // Undone after the listener and before the store: whatever call is left gets its audit row.
  stack.defer(() => tools.end(0));
  const { app, endpoint } = composeDoors(ports, { tools }, lifecycle.health);
  lifecycle.announce('mcp', stack.use(await listen(app, settings)));
  for (const source of FACT_SOURCES) stack.use(consumeFacts(source, { send: given[source], events, bus, log }));
  const everyMs = troubleLookMs === undefined ? {} : { everyMs: troubleLookMs };
  stack.use(startTroubleWatch({ ...ports, facts, publicUrl: settings.publicUrl, ...everyMs }));
  // First to be undone: long polls answer and streams end, so that the listener drains at once.
  stack.use(endpoint);
  stack.defer(() => closing.abort());
}
