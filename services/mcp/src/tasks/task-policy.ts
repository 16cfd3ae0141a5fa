import type { TaskState } from '@mosaic/contracts/mosaic';
import { toJson, type JsonText } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Caller, RepositoryView } from '@mosaic/platform/identity';

/** How long a lease lasts without a heartbeat (C-13). */
export const LEASE_MS = 30_000;
/** Attempts after which a task waits for a person (C-14). */
export const ATTEMPTS_LIMIT = 3;
/** Pause before a failed task is tried again, times the attempts so far. */
export const RETRY_AFTER_MS = 10_000;

/** Bytes of a task's input, and of its result, as JSON. */
const JSON_LIMIT = 64 * 1024;

export const PRIORITY_RANK = { critical: 0, high: 1, medium: 2, low: 3 } as const;

/** A task's input or result as the JSON that is kept. Throws `too_large`. */
export function jsonOf(what: 'input' | 'result', given: Record<string, unknown>): JsonText<Record<string, unknown>> {
  const json = toJson(given);
  if (Buffer.byteLength(json) > JSON_LIMIT)
    throw new MosaicError(
      'too_large',
      `The task's ${what} is larger than ${JSON_LIMIT / 1024} KiB; put it into the repository and name it.`,
    );
  return json;
}

/** The right in the repository that adding a task to it needs: agents and the platform add what they find, anyone else changes a project. */
export function rightToAdd({ builtIn, kind }: Caller): 'pull' | 'push' {
  return builtIn || kind === 'agent' ? 'pull' : 'push';
}

/** The right in the repository that judging its work needs; null for the platform, which does so by facts. */
export function rightToValidate({ builtIn }: Caller): 'push' | null {
  return builtIn ? null : 'push';
}

/** Throws `not_found` for the name of another repository's project: a project counts its own repository's tasks only. */
export function requireOwnProject(project: string, { bound, repository }: { bound: number | null; repository: RepositoryView }): void {
  if (bound !== null && bound !== repository.id)
    throw new MosaicError('not_found', `"${project}" is not a project of ${repository.fullName}. Name the repository's own project.`);
}

/** The lease as a write presents it, and as the row has it. */
export interface LeaseCheck {
  id: string;
  state: string;
  holder: string;
  epoch: number;
  leaseUntil: number;
}

/** Throws `stale_lease` unless the caller holds the task under this very epoch, now. */
export function requireLease(row: LeaseCheck, given: { login: string; epoch: number; now: number }): void {
  const isHeld = row.state === 'in_progress' && row.holder === given.login && row.epoch === given.epoch && row.leaseUntil > given.now;
  if (!isHeld)
    throw new MosaicError(
      'stale_lease',
      `The lease on ${row.id} with epoch ${given.epoch} has ended or passed on. Stop working on it; claim it again if it is ready.`,
    );
}

/** Throws `forbidden` where a token of one attempt is used for another: it is good for its own task alone. */
export function requireOwnAttempt(attempt: Caller['attempt'], { key, epoch }: { key: string; epoch: number }): void {
  if (attempt !== null && (attempt.task !== key || attempt.epoch !== epoch))
    throw new MosaicError('forbidden', 'Your token is for another attempt at another task.');
}

/** Throws `conflict` unless the task may be claimed. */
export function requireReady(row: LeaseCheck): void {
  if (row.state !== 'ready')
    throw new MosaicError(
      'conflict',
      `${row.id} is ${row.state}, not ready${row.state === 'in_progress' ? `; ${row.holder} works on it` : ''}.`,
    );
}

/**
 * Whether the caller may take up work for a role: the platform's services any; an agent its own, a coordinator any; anyone
 * else with the right to push any.
 */
export function mayWork(caller: Caller, role: string, rights: { push: boolean }): boolean {
  if (caller.builtIn && caller.kind === 'service') return true;
  if (caller.kind === 'agent') return caller.role === role || caller.role === 'coordinator';
  return rights.push;
}

/** What follows a lost lease or a failure: another attempt, or a person. */
export function afterAttempt(attempts: number): Extract<TaskState, 'ready' | 'blocked'> {
  return attempts >= ATTEMPTS_LIMIT ? 'blocked' : 'ready';
}

/** What a report makes of a task: a result is a claim, a failure is tried again until the attempts are used up. */
export function afterReport(outcome: 'completed' | 'failed', attempts: number): { state: TaskState; attempts: number } {
  if (outcome === 'completed') return { state: 'completed', attempts };
  return { state: afterAttempt(attempts + 1) === 'blocked' ? 'blocked' : 'failed', attempts: attempts + 1 };
}

/** Throws unless the caller may validate: the work is claimed as done, by somebody else (requirement ST-3). */
export function requireValidator(row: LeaseCheck, login: string): void {
  if (row.state !== 'completed') throw new MosaicError('conflict', `${row.id} is ${row.state}; only completed work can be validated.`);
  if (row.holder === login) throw new MosaicError('forbidden', `${row.id} is your own work; another identity has to validate it.`);
}
