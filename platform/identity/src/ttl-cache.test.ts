import { expect, test } from 'vitest';

import { ttlCache } from './ttl-cache.ts';

test('asks once per key while the answer is fresh, and again afterwards', async () => {
  const asked: string[] = [];
  let now = 0;
  const known = ttlCache(
    (key: string) => key.toLowerCase(),
    async (key) => asked.push(key),
    { ttlMs: 5_000, now: () => now },
  );
  expect(await Promise.all([known('Ada'), known('ada')])).toEqual([1, 1]);
  now = 4_999;
  expect(await known('ada')).toBe(1);
  now = 5_000;
  expect(await known('ada')).toBe(2);
  expect(asked).toEqual(['Ada', 'ada']);
});

test('a fault is not kept, and does not take a newer answer away', async () => {
  let now = 0;
  const answers: PromiseWithResolvers<string>[] = [];
  const known = ttlCache(
    (key: string) => key,
    () => {
      const answer = Promise.withResolvers<string>();
      answers.push(answer);
      return answer.promise;
    },
    { ttlMs: 10, now: () => now },
  );
  const first = known('a');
  now = 10;
  const second = known('a');
  answers[0]?.reject(new Error('away'));
  answers[1]?.resolve('here');
  await expect(first).rejects.toThrow('away');
  expect(await second).toBe('here');
  expect(await known('a')).toBe('here');
  expect(answers).toHaveLength(2);
});

test('keeps no more than its limit; the oldest goes first', async () => {
  const asked: string[] = [];
  const known = ttlCache(
    (key: string) => key,
    async (key) => asked.push(key),
    { limit: 2 },
  );
  for (const key of ['a', 'b', 'c', 'c', 'b', 'a']) await known(key);
  expect(asked).toEqual(['a', 'b', 'c', 'a']);
});
