import { expect, test } from 'vitest';

import { sliceLog } from './log-slice.ts';

const LINES = ['a', 'b', 'c', 'd'];

test.each([
  [{ from: 0, limit: 2 }, ['0a', '1b']],
  [{ from: 3, limit: 2 }, ['3d']],
  [{ from: -1, limit: 2 }, ['3d']],
  [{ from: -3, limit: 2 }, ['1b', '2c']],
  [{ from: -9, limit: 1 }, ['0a']],
  [{ from: 9, limit: 1 }, []],
])('a log from %o', (wanted, shown) => {
  const { lines, total } = sliceLog(LINES, wanted);
  expect(lines.map(({ line, text }) => `${line}${text}`)).toEqual(shown);
  expect(total).toBe(4);
});
