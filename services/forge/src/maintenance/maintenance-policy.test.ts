import { expect, test } from 'vitest';

import { isDue, rests, THRESHOLDS } from './maintenance-policy.ts';

test.each([
  [{ pushes: 49, looseObjects: 1_999, packs: 19 }, false],
  [{ pushes: 50, looseObjects: 0, packs: 0 }, true],
  [{ pushes: 1, looseObjects: 2_000, packs: 0 }, true],
  [{ pushes: 1, looseObjects: 0, packs: 20 }, true],
])('%o is due: %s', (gathered, due) => expect(isDue(gathered, THRESHOLDS)).toBe(due));

test('rests for an hour after a failure, never after a success', () => {
  const now = 10_000_000;
  expect(rests({ startedAt: now - 1, doneAt: now - 1 }, now)).toBe(false);
  expect(rests({ startedAt: now - 3_599_999, doneAt: 5 }, now)).toBe(true);
  expect(rests({ startedAt: now - 3_600_000, doneAt: 5 }, now)).toBe(false);
});
