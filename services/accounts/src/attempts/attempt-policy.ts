import { ceilingOf, type Door, type Grant, meetGrants, type Role, UPSTREAMS } from '@mosaic/contracts/mosaic';

/** The longest lease that is heard of; what is asked for beyond it is a fault of the caller's. */
const LEASE_LIMIT_MS = 5 * 60_000;

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
  if (expiresAt <= now) return { refusal: 'The lease is over.' };
  if (expiresAt > now + LEASE_LIMIT_MS) return { refusal: `A lease of an attempt is at most ${LEASE_LIMIT_MS / 1000} s.` };
  if (claimant.repositories !== null && !claimant.repositories.includes(repository))
    return { refusal: "The token with which the task was taken is not for the task's repository." };
  const work = ceilingOf(agent).filter((grant) => !grant.startsWith('mcp:claim:'));
  if (claimant.isTaker) return { refusal: null, doors: [...UPSTREAMS], grants: [...work] };
  return { refusal: null, doors: UPSTREAMS.filter((door) => claimant.doors.includes(door)), grants: meetGrants(work, claimant.grants) };
}
