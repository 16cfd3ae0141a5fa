import { endAttempt, keepAttempt, nativeCalls, openAttempt, type NewAttempt } from '@mosaic/contracts/mosaic';
import { WireError, type Send } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';
import type { Log } from '@mosaic/platform/log';

/** An attempt at a task: the task's key and the epoch of its lease. */
export type AttemptOfTask = Pick<NewAttempt, 'task' | 'epoch'>;

/** Tokens of attempts, which accounts makes. They end by themselves with the lease, and when accounts hears that the attempt has ended. */
export interface AttemptTokens {
  /** Makes the token whose hash is given, good until the lease ends. Throws `forbidden`, `conflict`, `unavailable`. */
  open(attempt: NewAttempt): Promise<void>;
  /** Prolongs it with the lease. Nobody waits: when it fails, the next heartbeat catches up. */
  keep(attempt: AttemptOfTask & { expiresAt: number }): void;
  /** Ends one whose task was not taken after all; when it fails, it ends with the lease that was asked for. */
  drop(attempt: AttemptOfTask): void;
}

export function createAttemptTokens(accounts: Send, log: Log): AttemptTokens {
  const calls = nativeCalls(accounts);
  const later = (done: Promise<unknown>, { task, epoch }: AttemptOfTask, words: string) =>
    void done.catch((error: unknown) => log.warn({ err: error, task, epoch }, words));
  return {
    async open(attempt) {
      try {
        await calls.call(openAttempt, { body: attempt });
      } catch (cause) {
        throw asRefusal(cause);
      }
    },
    keep: ({ task, epoch, expiresAt }) =>
      later(calls.call(keepAttempt, { task, epoch, body: { expiresAt } }), { task, epoch }, 'the token of an attempt was not prolonged'),
    drop: ({ task, epoch }) =>
      later(calls.call(endAttempt, { task, epoch }), { task, epoch }, 'the token of an attempt that did not begin was not ended'),
  };
}

/** What accounts refused, in its own words; else that it does not answer. */
function asRefusal(cause: unknown): MosaicError {
  const status = cause instanceof WireError ? cause.status : 0;
  if (status === 409) return new MosaicError('conflict', 'Another agent has just taken this task.', { cause });
  if (status === 403) return new MosaicError('forbidden', refusalOf(cause as WireError), { cause });
  return new MosaicError('unavailable', 'Accounts does not answer as it should. Try again shortly.', { cause });
}

function refusalOf({ body }: WireError): string {
  try {
    const { detail } = JSON.parse(body) as { detail?: unknown };
    if (typeof detail === 'string') return detail;
  } catch {
    // No problem document; the words below say enough.
  }
  return 'This task cannot be taken with a token of its own.';
}
