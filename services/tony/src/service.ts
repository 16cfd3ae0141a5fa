import { join } from 'node:path';

import { createBuiltinRuntime, type CallMcp } from '@mosaic/engines/agents';
import { callTool } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { openStore } from '@mosaic/platform/db';
import { openEventLog, type Bus } from '@mosaic/platform/events';
import { Stack, type Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import { startAgentLoop } from './agents/agent-loop.ts';
import { agentTools } from './agents/agent-tools.ts';
import { TonyConfig } from './config.ts';
import { migrations, type TonyTables } from './db/list.ts';
import { notifyPeople } from './notifications/notify-people.ts';

/** The built-in agents by role; a built-in agent's login is its role. */
export type BuiltinAgents = Record<'triage' | 'reviewer', { token: string }>;

export interface TonyDeps {
  log: Log;
  bus: Bus;
  /** With Tony's own token; an agent's calls carry the agent's instead. */
  mcp: Send;
  forge: Send;
  agents: BuiltinAgents;
}

/** Tony: an MCP client that lets the built-in agents work and tells people what became of their changes. */
export async function createTony(input: TonyConfig, { log, bus, mcp, forge, agents }: TonyDeps): Promise<Service> {
  const config = TonyConfig.parse(input);
  const stack = new Stack();
  const file = join(config.dataFolder, 'tony.db');
  const call: CallMcp = (name, given) => callTool(mcp, name, given);
  let isStarted = false;

  return {
    name: 'tony',
    listeners: [],
    stores: [{ name: 'tony', kind: 'sqlite', location: file }],
    health: async () => (isStarted ? { state: 'ok' } : { state: 'down', reason: 'not started' }),
    async start() {
      const store = stack.use(await openStore<TonyTables>({ location: { dialect: 'sqlite', file }, migrations, log }));
      const events = await openEventLog({ source: 'tony', store, bus });
      const runtime = createBuiltinRuntime();
      for (const [role, { token }] of Object.entries(agents)) {
        const toolsUntil = (signal: AbortSignal) => agentTools({ mcp, forge, token, signal });
        stack.use(
          startAgentLoop({
            agent: role,
            role,
            runtime,
            toolsUntil,
            publicUrl: config.publicUrl,
            heartbeatMs: config.heartbeatMs,
            waitMs: config.waitMs,
            log,
          }),
        );
      }
      stack.use(
        notifyPeople({
          mcp: call,
          feed: ({ after, limit, waitMs, signal }) =>
            callTool(mcp, 'event_read', { after, limit, waitMs, types: ['dev.mosaic.run.finished'] }, { signal }),
          log: events,
          logger: log,
        }),
      );
      isStarted = true;
    },
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}
