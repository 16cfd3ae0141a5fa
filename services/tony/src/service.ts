import { join } from 'node:path';

import { callTool, eventRead, listAgents, nativeCalls, runFinished } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { openStore, storeAt, storeReference, type StoreLocation } from '@mosaic/platform/db';
import { parseInput } from '@mosaic/platform/errors';
import { openEventLog, type Bus } from '@mosaic/platform/events';
import { composeService, type Lifecycle, type Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import { keepAgentLoops } from './agents/agent-roster.ts';
import { startAgentLoop } from './agents/agent-loop.ts';
import { taskTaker } from './agents/agent-tools.ts';
import { openWorkspaces } from './agents/workspaces.ts';
import { TonyConfig, type TonySettings } from './config.ts';
import { MIGRATIONS } from './db/list.ts';
import type { TonyTables } from './db/schema.ts';
import { notifyPeople } from './notifications/notify-people.ts';

export interface TonyDeps {
  log: Log;
  bus: Bus;
  /** With Tony's own token; the calls of an attempt carry that attempt's instead. */
  mcp: Send;
  forge: Send;
  accounts: Send;
  /** A fresh token that takes the tasks of an agent and does nothing else; it ends the one before. */
  takerToken: (login: string) => Promise<string>;
}

/** Tony: an MCP client that lets the platform's agents work and tells people what became of their changes. */
export async function createTony(config: TonyConfig, deps: TonyDeps): Promise<Service> {
  const settings = parseInput(TonyConfig, config, 'The configuration of Tony');
  const log = deps.log.child({ service: 'tony' });
  const location = storeAt(settings, 'tony');
  return composeService({
    name: 'tony',
    stores: [storeReference('tony', location)],
    start: (lifecycle) => start({ settings, deps: { ...deps, log }, location, lifecycle }),
  });
}

interface StartOptions {
  settings: TonySettings;
  deps: TonyDeps;
  location: StoreLocation;
  lifecycle: Lifecycle;
}

async function start({ settings, deps, location, lifecycle }: StartOptions): Promise<void> {
  const { log, bus, mcp, forge, accounts, takerToken } = deps;
  const { publicUrl, heartbeatMs, waitMs } = settings;
  const { stack } = lifecycle;
  const store = stack.use(await openStore<TonyTables>({ location, migrations: MIGRATIONS, log }));
  lifecycle.dependOn('The database cannot be read', () => store.check());
  const events = await openEventLog<TonyTables>({ source: 'tony', store, bus });
  lifecycle.useEvents(events);
  const workspaces = await openWorkspaces(join(settings.dataFolder, 'workspaces'));
  stack.use(
    keepAgentLoops({
      listAgents: () => nativeCalls(accounts).call(listAgents, {}),
      async startLoop(agent) {
        const token = await takerToken(agent.login);
        const takerUntil = (stop: AbortSignal) => taskTaker(mcp, token, stop);
        return startAgentLoop({ agent, mcp, forge, workspaces, publicUrl, takerUntil, heartbeatMs, waitMs, log });
      },
      log,
      everyMs: settings.lookMs,
    }),
  );
  stack.use(
    notifyPeople({
      mcp: (tool, given) => callTool(mcp, tool, given),
      feed: ({ signal, ...page }) => callTool(mcp, eventRead, { ...page, types: [runFinished.type] }, { signal }),
      events,
      log,
    }),
  );
}
