import { expect, test } from 'vitest';

import { DEFAULT_IDS, IdPool, mappedRange } from './identity.ts';

test.each([
  ['a machine', '         0          0 4294967295\n', DEFAULT_IDS],
  ['a container with 65,536 ids', '         0     100000      65536\n', { first: 63_536, count: 1_000 }],
  ['a container whose root is a person', '         0       1000          1\n', null],
  ['one with some subordinate ids', '         0       1000          1\n         1     100000       5000\n', null],
])('the root of %s gives ids that it has', (_what, map, range) => {
  expect(mappedRange(map, DEFAULT_IDS)).toEqual(range);
});

test('an id is given to one workflow at a time, and none when all are taken', () => {
  const pool = new IdPool({ first: 7, count: 2 });
  expect([pool.take(), pool.take(), pool.take()]).toEqual([7, 8, undefined]);
  pool.release(7);
  expect(pool.take()).toBe(7);
});
