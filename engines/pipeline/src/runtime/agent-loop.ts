import { backoff, pause } from '@mosaic/platform/waiting';

import type { Backend } from '../backends/backend.ts';
import type { LogLimits } from './bounded-output.ts';
import type { Peer, RunLog } from './peer.ts';
import { runWorkflow } from './run-workflow.ts';

/** Pauses after polls that failed. */
const PAUSES_MS = { first: 100, last: 10_000 };

export interface AgentLoopOptions {
  /** Workflows at once. */
  maxWorkflows: number;
  labels: Readonly<Record<string, string>>;
  /** Ends the loop: no more work is taken, running workflows are killed and reported as interrupted. */
  signal: AbortSignal;
  log: RunLog;
  logLimits?: LogLimits;
}

/** Takes workflows from the peer and runs them until the signal; resolves when the last one is reported. */
export async function runAgentLoop(peer: Peer, backend: Backend, options: AgentLoopOptions): Promise<void> {
  const labels = { ...options.labels, backend: backend.name };
  await Promise.all(Array.from({ length: options.maxWorkflows }, () => takeWork(peer, backend, labels, options)));
}

async function takeWork(
  peer: Peer,
  backend: Backend,
  labels: Readonly<Record<string, string>>,
  { signal, log, logLimits }: AgentLoopOptions,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const assignment = await peer.next(labels, signal);
      if (assignment !== null)
        await runWorkflow(assignment, { backend, peer, signal, log, ...(logLimits === undefined ? {} : { logLimits }) });
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ err: error, backend: backend.name }, 'Taking a workflow failed; it is tried again');
      await pause(backoff(PAUSES_MS, ++failures), signal);
    }
  }
}
