import { expect, test } from 'vitest';

import { backoff } from './backoff.ts';
import { pause } from './pause.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import { untilDisposed } from './until-disposed.ts';

test('a pause doubles with each failure, up to the last', () => {
  const pauses = { first: 50, last: 300 };
  expect([0, 1, 2, 3, 4, 5, 5_000].map((failures) => backoff(pauses, failures))).toEqual([0, 50, 100, 200, 300, 300, 300]);
});

test('a signal ends a pause, and one that is over lets none begin; neither throws', async () => {
  const stop = new AbortController();
  const waiting = pause(60_000, stop.signal);
  stop.abort(new Error('It is over.'));
  await expect(Promise.all([waiting, pause(60_000, stop.signal)])).resolves.toBeDefined();
  await pause(0);
});

test('work of one key goes in turn, whatever became of the one before; work of others goes on', async () => {
  const queue = createKeyedQueue<number>();
  const steps: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = queue(1, async () => {
    steps.push('first begins');
    await gate.promise;
    steps.push('first ends');
    throw new Error('It failed.');
  });
  const second = queue(1, async () => steps.push('second'));
  await queue(2, async () => steps.push('other'));
  gate.resolve();
  await expect(first).rejects.toThrow('It failed.');
  await second;
  expect(steps).toEqual(['first begins', 'other', 'first ends', 'second']);
});

test('who disposes work that goes on has it leave off, waits for its end, and learns what it failed of', async () => {
  let isOver = false;
  const working = untilDisposed(async (signal) => {
    await pause(60_000, signal);
    await new Promise(setImmediate);
    isOver = true;
  });
  await working[Symbol.asyncDispose]();
  expect(isOver).toBe(true);
  const failing = untilDisposed(async (signal) => {
    await pause(60_000, signal);
    throw new Error('It could not be closed.');
  });
  await expect(failing[Symbol.asyncDispose]()).rejects.toThrow('It could not be closed.');
});
