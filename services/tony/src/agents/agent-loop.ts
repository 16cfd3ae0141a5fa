import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import type { AgentResult, CallMcp } from '@mosaic/engines/agents';
import { taskClaim, taskComplete, taskNext, taskRelease, ToolError } from '@mosaic/contracts/mosaic';
import { WireError } from '@mosaic/contracts/wire';
import { faultKind } from '@mosaic/platform/errors';
import type { Log } from '@mosaic/platform/log';
import { hashToken, newToken } from '@mosaic/platform/secrets';
import { backoff, pause } from '@mosaic/platform/waiting';

import { openAttempt, type Attempt, type AttemptPorts } from './attempt.ts';
import { keepLease, type Lease } from './lease.ts';

/** One agent of the platform at its work: a loop of next → claim → run → report, one task at a time. */
export interface AgentLoopOptions extends AttemptPorts {
  /** Looks for tasks and takes them; the signal ends waiting calls. */
  takerUntil: (stop: AbortSignal) => CallMcp;
  heartbeatMs: number;
  waitMs: number;
  log: Log;
}

type Loop = Omit<AgentLoopOptions, 'takerUntil'> & { take: CallMcp };

/** Pauses after faults. */
const BACKOFF_MS = { first: 100, last: 5_000 };
/** Tries to hand in a result while the server is away; the lease is kept meanwhile. */
const REPORT_TRIES = 8;

export function startAgentLoop({ takerUntil, ...options }: AgentLoopOptions): AsyncDisposable {
  const stop = new AbortController();
  const running = follow({ ...options, take: takerUntil(stop.signal) }, stop.signal);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort(new Error('The agent is stopping.'));
      await running;
    },
  };
}

async function follow(options: Loop, stop: AbortSignal): Promise<void> {
  let failures = 0;
  while (!stop.aborted) {
    try {
      const attempt = await nextAttempt(options);
      // One that was taken while the loop was told to stop is given back.
      const isDone = attempt === null || (await workOn(options, attempt, stop));
      failures = isDone ? 0 : failures + 1;
    } catch (error) {
      if (stop.aborted) return;
      failures += 1;
      options.log.warn(
        { err: error, agent: options.agent.login, pauseMs: backoff(BACKOFF_MS, failures) },
        'an agent could not get on; it tries again',
      );
    }
    if (failures > 0) await pause(backoff(BACKOFF_MS, failures), stop);
  }
}

/** Waits for a task and claims it; null when there is none or another holder was faster. */
async function nextAttempt({ take, waitMs, ...ports }: Loop): Promise<Attempt | null> {
  const { task } = await take(taskNext, { roles: [ports.agent.role], waitMs });
  if (task === null) return null;
  // Made here and told to nobody: the platform knows the attempt's token by its hash alone.
  const token = newToken();
  try {
    const claimed = await take(taskClaim, { requestId: randomUUID(), key: task.key, tokenHash: hashToken(token) });
    return openAttempt(ports, claimed.task, token);
  } catch (error) {
    if (error instanceof ToolError && ['conflict', 'precondition_failed', 'stale_lease', 'not_found'].includes(error.code)) return null;
    throw error;
  }
}

/** Whether the work came to its end; a task that was given back or lost is for a later attempt. */
async function workOn({ agent, heartbeatMs, log }: Loop, attempt: Attempt, stop: AbortSignal): Promise<boolean> {
  const { task, mcp, transcript } = attempt;
  using lease = keepLease({ mcp, task, transcript, heartbeatMs, log });
  const signal = AbortSignal.any([lease.lost, stop]);
  try {
    const result = await attempt.run(lease, signal);
    if (signal.aborted) return false;
    await report({ attempt, lease, result, signal });
    return true;
  } catch (error) {
    if (lease.lost.aborted || isOver(error)) {
      log.info({ task: task.key, agent: agent.login }, 'a lease was lost; the task is left to its next holder');
      return false;
    }
    await giveBack({ attempt, lease, error, stop, log });
    return false;
  }
}

interface Report {
  attempt: Attempt;
  lease: Lease;
  result: AgentResult;
  signal: AbortSignal;
}

async function report({ attempt: { task, mcp, transcript }, lease, result, signal }: Report): Promise<void> {
  const outcome =
    result.outcome === 'completed'
      ? { outcome: 'completed' as const, result: result.result }
      : { outcome: 'failed' as const, reason: result.reason.slice(0, 2_000) };
  // The same at each try, as the request id is.
  const steps = transcript.take();
  for (let attempt = 1; ; attempt++) {
    try {
      const requestId = `${result.outcome}:${task.key}:${lease.epoch}`;
      await mcp(taskComplete, { requestId, key: task.key, epoch: lease.epoch, steps, ...outcome });
      return;
    } catch (error) {
      if (isOver(error) || faultKind(error) === 'permanent' || attempt >= REPORT_TRIES) throw error;
      await delay(backoff(BACKOFF_MS, attempt + 1), undefined, { signal });
    }
  }
}

/** Whether the attempt's token is good no more: then the attempt itself has ended, and there is nothing to give back. */
function isOver(error: unknown): boolean {
  return (error instanceof ToolError && error.code === 'unauthenticated') || (error instanceof WireError && error.status === 401);
}

/**
 * A fault on the way is a failed attempt, which mcp counts and tries again. A stop, or a neighbour that is away, is none: the
 * task is ready at once, and the loop waits a little longer each time.
 */
async function giveBack({
  attempt,
  lease,
  error,
  stop,
  log,
}: {
  attempt: Attempt;
  lease: Lease;
  error: unknown;
  stop: AbortSignal;
  log: Log;
}): Promise<void> {
  const { task, mcp, transcript } = attempt;
  const { key } = task;
  if (stop.aborted || faultKind(error) === 'away') {
    const { epoch } = lease;
    const reason = stop.aborted ? 'The agent is stopping.' : 'A service that the agent needs does not answer.';
    transcript.note('end', `given back: ${reason}`);
    await mcp(taskRelease, { requestId: `release:${key}:${epoch}`, key, epoch, reason, steps: transcript.take() });
    return;
  }
  log.warn({ err: error, task: key }, 'a task could not be done');
  const reason = error instanceof Error ? error.message : String(error);
  transcript.note('end', `failed: ${reason}`);
  await report({ attempt, lease, result: { outcome: 'failed', reason }, signal: AbortSignal.any([lease.lost, stop]) });
}
