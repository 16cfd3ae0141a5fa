import { randomUUID } from 'node:crypto';

import type { CallMcp } from '@mosaic/engines/agents';
import { type Task, taskHeartbeat, ToolError } from '@mosaic/contracts/mosaic';
import type { Log } from '@mosaic/platform/log';

import type { TranscriptRecorder } from './transcript-recorder.ts';

/** How long mcp lets a lease live without a word (task_claim). */
const LEASE_MS = 30_000;

/** A held task: kept by heartbeats, lost when the server says so or when no word got through for its whole length. */
export interface Lease extends Disposable {
  readonly epoch: number;
  /** Aborts when the lease is lost; whoever works under it writes nothing afterwards. */
  readonly lost: AbortSignal;
  /** Told with the next heartbeat. */
  progress(text: string): void;
}

export interface LeaseOptions {
  mcp: CallMcp;
  task: Task;
  /** Handed over with the heartbeats. */
  transcript: TranscriptRecorder;
  heartbeatMs: number;
  log: Log;
}

export function keepLease({ mcp, task, transcript, heartbeatMs, log }: LeaseOptions): Lease {
  const epoch = task.lease?.epoch ?? 0;
  const lost = new AbortController();
  let words = '';
  let heardAt = Date.now();
  let isAsking = false;
  const beat = async () => {
    if (isAsking) return;
    isAsking = true;
    const steps = transcript.take();
    try {
      await mcp(taskHeartbeat, { requestId: randomUUID(), key: task.key, epoch, progress: words.slice(0, 500), steps });
      heardAt = Date.now();
    } catch (error) {
      transcript.putBack(steps);
      if (error instanceof ToolError && ['stale_lease', 'not_found', 'conflict', 'unauthenticated'].includes(error.code)) lost.abort(error);
      else log.warn({ err: error, task: task.key }, 'a heartbeat did not get through');
    } finally {
      isAsking = false;
    }
  };
  const timer = setInterval(() => {
    if (Date.now() - heardAt > LEASE_MS) lost.abort(new Error('The lease ran out without an answer.'));
    else void beat();
  }, heartbeatMs);
  return {
    epoch,
    lost: lost.signal,
    progress: (text) => {
      words = text;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
