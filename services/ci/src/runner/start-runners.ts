import { hostname } from 'node:os';

import { BACKENDS, runAgentLoop, type Backend, type Peer } from '@mosaic/engines/pipeline';
import { fromJson } from '@mosaic/platform/db';
import type { Log } from '@mosaic/platform/log';

import type { AgentRow } from '../agents/agent-reader.ts';
import type { OwnAgent } from '../agents/agent-writer.ts';
import type { CiSettings } from '../config.ts';

type BackendName = CiSettings['backends'][number];

/** The agents of this process, one a backend, with labels as Woodpecker's agents state them. */
export function ownAgents({ backends, maxWorkflows, version }: CiSettings): OwnAgent[] {
  const platform = `${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`;
  return [...new Set(backends)].map((backend) => ({
    backend,
    platform,
    version,
    capacity: maxWorkflows,
    labels: { platform, hostname: hostname(), repo: '*', backend },
  }));
}

export interface Runners extends AsyncDisposable {
  /** How steps are kept apart from this machine, as last seen, in words; null when there is nothing to tell. Each call looks again. */
  note(): string | null;
}

interface RunnersOptions {
  /** The rows of {@link ownAgents}. */
  agents: readonly AgentRow[];
  peerOf: (agent: AgentRow) => Peer;
  settings: CiSettings;
  log: Log;
}

/** Runs the agent loops in this process; disposing kills what runs and reports it as interrupted, so that it runs again. */
export function startRunners({ agents, peerOf, settings, log }: RunnersOptions): Runners {
  const stop = new AbortController();
  const running = agents.map((agent) => ({ agent, backend: CREATE[agent.backend as BackendName](settings) }));
  const backends = running.map(({ backend }) => backend);
  const loops = running.map(({ agent, backend }) =>
    runAgentLoop(peerOf(agent), backend, {
      maxWorkflows: agent.capacity,
      labels: fromJson(agent.labels),
      signal: stop.signal,
      log,
      logLimits: { bytes: settings.limits.logBytes, lines: settings.limits.logLines },
    }),
  );
  let seen: string | null = null;
  const look = (): void => {
    Promise.all(backends.map((backend) => backend.describe())).then(
      (words) => void (seen = words.filter((word) => word !== null).join(' ') || null),
      (error: unknown) => log.warn({ err: error }, 'how steps are fenced cannot be said'),
    );
  };
  // Also makes ready what the first workflow needs.
  look();
  return {
    note() {
      look();
      return seen;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await Promise.all(loops);
      await Promise.all(backends.map((backend) => backend[Symbol.asyncDispose]()));
    },
  };
}

const CREATE: Record<BackendName, (settings: CiSettings) => Backend> = { dummy: () => BACKENDS.dummy(), local: createLocal };

function createLocal({ local, forgeUrl }: CiSettings): Backend {
  const { path, limits, network: wanted, ports, ...options } = local;
  const network = { wanted, doors: [...new Set([...loopbackPort(forgeUrl), ...ports])] };
  return BACKENDS.local({ ...options, network, ...(path === undefined ? {} : { path }), ...(limits === undefined ? {} : { limits }) });
}

/** The port of an address on this machine's loopback, which steps clone from; a forge elsewhere needs no door. */
function loopbackPort(address: string): number[] {
  const url = new URL(address);
  if (!/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)) return [];
  return [Number(url.port || (url.protocol === 'https:' ? 443 : 80))];
}
