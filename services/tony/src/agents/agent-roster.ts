import { AGENT_RUNTIMES, type AgentProfile, type HostedRuntimeName } from '@mosaic/contracts/mosaic';
import { repeat, Stack } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

/** An agent that the platform itself runs. */
export type HostedAgent = AgentProfile & { runtime: HostedRuntimeName };

export interface RosterOptions {
  listAgents: () => Promise<AgentProfile[]>;
  /** Begins to work as the agent, until disposed. */
  startLoop: (agent: HostedAgent) => Promise<AsyncDisposable>;
  log: Log;
  everyMs: number;
}

/** One loop for each active agent that is run here; one whose row has changed begins again, as it is now. */
export function keepAgentLoops({ listAgents, startLoop, log, everyMs }: RosterOptions): AsyncDisposable {
  const loops = new Map<string, { row: string; loop: AsyncDisposable }>();
  const end = async (login: string): Promise<void> => {
    const known = loops.get(login);
    loops.delete(login);
    await known?.loop[Symbol.asyncDispose]();
  };
  const look = async (stop: AbortSignal): Promise<void> => {
    const agents = (await listAgents()).filter(isHosted);
    const rows = new Map(agents.map((agent) => [agent.login, JSON.stringify(agent)]));
    for (const [login, { row }] of loops) if (rows.get(login) !== row) await end(login);
    for (const agent of agents) {
      if (stop.aborted) return;
      if (loops.has(agent.login)) continue;
      loops.set(agent.login, { row: rows.get(agent.login) ?? '', loop: await startLoop(agent) });
    }
  };
  const stack = new Stack();
  stack.defer(async () => {
    await Promise.all([...loops.keys()].map(end));
  });
  stack.use(repeat(look, { everyMs, atOnce: true, log, failed: 'the agents could not be looked up' }));
  return stack;
}

function isHosted(agent: AgentProfile): agent is HostedAgent {
  return agent.state === 'active' && AGENT_RUNTIMES[agent.runtime].isHosted;
}
