import { expect, it } from 'vitest';

import { spanOf } from './span.ts';

it('prefers milliseconds and lives with seconds', () => {
  expect(spanOf({ started: 10, finished: 10, started_ms: 10_020, finished_ms: 10_081 })).toEqual({ startedAt: 10_020, endedAt: 10_081 });
  expect(spanOf({ started: 10, finished: 12 })).toEqual({ startedAt: 10_000, endedAt: 12_000 });
});

it('tells what runs from what has not begun', () => {
  expect(spanOf({ started: 10, finished: 0, started_ms: 10_500, finished_ms: 0 })).toEqual({ startedAt: 10_500, endedAt: null });
  expect(spanOf({ started: 0, finished: 0, started_ms: 0, finished_ms: 0 })).toBeNull();
});
