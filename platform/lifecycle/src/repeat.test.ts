import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createLog } from '@mosaic/platform/log';

import { repeat } from './repeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lines: string[] = [];
const options = {
  everyMs: 1_000,
  failed: 'nothing was swept',
  log: createLog({ level: 'warn', destination: { write: (line) => void lines.push(line) } }),
};

test('one time after the other, the first when it is due', async () => {
  let times = 0;
  await using _ = repeat(async () => (times += 1), options);
  expect(times).toBe(0);
  await vi.advanceTimersByTimeAsync(3_500);
  expect(times).toBe(3);
});

test('begins at once where that is asked for', async () => {
  let times = 0;
  await using _ = repeat(async () => (times += 1), { ...options, atOnce: true });
  expect(times).toBe(1);
});

test('what falls due while the work is in hand is left out, and the one after it is not', async () => {
  const first = Promise.withResolvers<void>();
  let times = 0;
  await using _ = repeat(() => ((times += 1) === 1 ? first.promise : Promise.resolve()), options);
  await vi.advanceTimersByTimeAsync(2_500);
  expect(times).toBe(1);
  first.resolve();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(times).toBe(2);
});

test('one that failed is told and keeps no later one', async () => {
  let times = 0;
  await using _ = repeat(async () => {
    times += 1;
    if (times === 1) throw new Error('away');
  }, options);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(times).toBe(2);
  expect(lines.join('')).toContain('nothing was swept; it will be tried again');
});

test('disposing ends the work in hand by its signal, waits for it, and none comes after', async () => {
  const ended = Promise.withResolvers<void>();
  let told = false;
  let times = 0;
  const repeated = repeat((signal) => {
    times += 1;
    signal.addEventListener('abort', () => (told = true));
    return ended.promise;
  }, options);
  await vi.advanceTimersByTimeAsync(1_000);
  let over = false;
  const disposing = repeated[Symbol.asyncDispose]().then(() => (over = true));
  await vi.advanceTimersByTimeAsync(0);
  expect({ told, over }).toEqual({ told: true, over: false });
  ended.resolve();
  await disposing;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(times).toBe(1);
});
