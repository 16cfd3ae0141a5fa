import { hostname } from 'node:os';

import { BACKENDS, runAgentLoop, type Backend, type Peer } from '@mosaic/engines/pipeline';
import type { Log } from '@mosaic/platform/log';

import type { CiSettings } from '../config.ts';

export type Labels = Readonly<Record<string, string>>;

/** Labels of a runner of this process, as Woodpecker's agents state them (ci.md 3). */
export function runnerLabels(backend: string): Labels {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  return { platform: `${process.platform}/${arch}`, hostname: hostname(), repo: '*', backend };
}

/** One entry per workflow that may run at once. */
export function allRunners({ backends, maxWorkflows }: CiSettings): Labels[] {
  return backends.flatMap((backend) => Array.from({ length: maxWorkflows }, () => runnerLabels(backend)));
}

export interface Runners extends AsyncDisposable {
  /** How steps are kept apart from this machine, as last seen, in words; null when there is nothing to tell. Each call looks again. */
  note(): string | null;
}

/** Runs the agent loops in this process; disposing kills what runs and reports it as interrupted, so that it runs again. */
export function startRunners({ peer, settings, log }: { peer: Peer; settings: CiSettings; log: Log }): Runners {
  const stop = new AbortController();
  const backends = settings.backends.map((name) => createBackend(name, settings));
  const loops = backends.map((backend) =>
    runAgentLoop(peer, backend, {
      maxWorkflows: settings.maxWorkflows,
      labels: runnerLabels(backend.name),
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

function createBackend(name: CiSettings['backends'][number], { local, forgeUrl }: CiSettings): Backend {
  if (name === 'dummy') return BACKENDS.dummy();
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
