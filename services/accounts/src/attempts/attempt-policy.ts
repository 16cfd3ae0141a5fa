import { ceilingOf, type Door, type Grant, meetGrants, type Role, UPSTREAMS } from '@mosaic/contracts/mosaic';

/** Twice what a lease lasts (`LEASE_MS`, services/mcp), for clocks that differ; what is asked for beyond it is a fault of the caller's. */
const LEASE_LIMIT_MS = 60_000;

/** The token with which a task was taken. */
export interface Claimant {
  doors: readonly Door[];
  grants: readonly Grant[];
  repositories: readonly number[] | null;
  /** The platform's own, which stands for all that the agent may do with the tasks that it takes. */
  isTaker: boolean;
}

export interface AttemptWish {
  agent: { role: Role; login: string };
  /** Id of the task's repository. */
  repository: number;
  expiresAt: number;
  now: number;
}

export type AttemptDecision = { refusal: string } | { refusal: null; doors: Door[]; grants: Grant[] };

/**
 * What an attempt's token carries: the work of the agent's role, never the taking of further tasks, in the task's repository alone;
 * of a token that somebody made for an agent, no more than that token carries itself.
 */
export function decideAttempt(claimant: Claimant, { agent, repository, expiresAt, now }: AttemptWish): AttemptDecision {
  const refusal = refuseLease(expiresAt, now);
  if (refusal !== null) return { refusal };
  if (claimant.repositories !== null && !claimant.repositories.includes(repository))
    return { refusal: "The token with which the task was taken is not for the task's repository." };
  const work = ceilingOf(agent).filter((grant) => !grant.startsWith('mcp:claim:'));
  if (claimant.isTaker) return { refusal: null, doors: [...UPSTREAMS], grants: [...work] };
  return { refusal: null, doors: UPSTREAMS.filter((door) => claimant.doors.includes(door)), grants: meetGrants(work, claimant.grants) };
}

/** Why an attempt's token cannot last until then; null when it can. No heartbeat makes it last longer than a lease does. */
export function refuseLease(expiresAt: number, now: number): string | null {
  if (expiresAt <= now) return 'The lease is over.';
  return expiresAt > now + LEASE_LIMIT_MS ? `A lease of an attempt is at most ${LEASE_LIMIT_MS / 1000} s.` : null;
}
