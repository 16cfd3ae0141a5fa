import { expect, test } from 'vitest';

import { eachAlone } from './each-alone.ts';

test('every item has its turn, in order, whatever became of those before it', async () => {
  const done: number[] = [];
  const faults: [number, string][] = [];
  await eachAlone(
    [1, 2, 3, 4],
    async (item) => {
      if (item % 2 === 1) throw new Error(`no ${item}`);
      done.push(item);
    },
    (error, item) => faults.push([item, (error as Error).message]),
  );
  expect([done, faults]).toEqual([
    [2, 4],
    [
      [1, 'no 1'],
      [3, 'no 3'],
    ],
  ]);
});
