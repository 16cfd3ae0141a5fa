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

/** Runs the agent loops in this process; disposing kills what runs and reports it as interrupted, so that it runs again. */
export function startRunners({ peer, settings, log }: { peer: Peer; settings: CiSettings; log: Log }): AsyncDisposable {
  const stop = new AbortController();
  const loops = settings.backends.map((name) =>
    runAgentLoop(peer, createBackend(name, settings), {
      maxWorkflows: settings.maxWorkflows,
      labels: runnerLabels(name),
      signal: stop.signal,
      log,
      logLimits: { bytes: settings.limits.logBytes, lines: settings.limits.logLines },
    }),
  );
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await Promise.all(loops);
    },
  };
}

function createBackend(name: CiSettings['backends'][number], { local }: CiSettings): Backend {
  if (name === 'dummy') return BACKENDS.dummy();
  const { path, limits, ...options } = local;
  return BACKENDS.local({ ...options, ...(path === undefined ? {} : { path }), ...(limits === undefined ? {} : { limits }) });
}
