import { expect, test } from 'vitest';

import { decideAttempt, refuseLease, type AttemptWish, type Claimant } from './attempt-policy.ts';

const TAKER: Claimant = { doors: ['mcp'], grants: ['mcp:claim:write'], repositories: null, isTaker: true };
const OWN: Claimant = { doors: ['forge', 'mcp'], grants: ['forge:issue:write', 'mcp:task:write'], repositories: null, isTaker: false };
const WISH: AttemptWish = { agent: { role: 'triage', login: 'triage' }, repository: 1, expiresAt: 30_000, now: 0 };

test("the platform's taker stands for all that the role may do, but for taking more", () => {
  const decision = decideAttempt(TAKER, WISH);
  if (decision.refusal !== null) throw new Error(decision.refusal);
  expect(decision.doors).toEqual(['forge', 'ci', 'mcp']);
  expect(decision.grants).toContain('forge:issue:write');
  expect(decision.grants.filter((grant) => grant.startsWith('mcp:claim:'))).toEqual([]);
});

test("somebody's own token carries no more into the attempt than it has", () => {
  expect(decideAttempt(OWN, WISH)).toEqual({ refusal: null, doors: ['forge', 'mcp'], grants: ['forge:issue:write', 'mcp:task:write'] });
});

test.each<[string, Partial<Claimant>, boolean]>([
  ['another repository', { repositories: [2] }, false],
  ["the task's repository", { repositories: [1, 2] }, true],
])('a token for %s', (_, claimant, isMade) => {
  expect(decideAttempt({ ...OWN, ...claimant }, WISH).refusal === null).toBe(isMade);
});

test.each([
  [0, false],
  [1, true],
  [60_000, true],
  [60_001, false],
])('a lease until %i is one: %s', (expiresAt, isOne) => {
  expect(refuseLease(expiresAt, 0) === null).toBe(isOne);
  expect(decideAttempt(TAKER, { ...WISH, expiresAt }).refusal === null).toBe(isOne);
});
