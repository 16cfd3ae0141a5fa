import { expect, test } from 'vitest';

import { taskId } from './task-number.ts';

test('ids have the form of the requirements and never repeat', () => {
  expect(taskId(1)).toBe('T.001.01.01.01');
  expect(taskId(99)).toBe('T.001.01.01.99');
  expect(taskId(100)).toBe('T.001.01.02.01');
  expect(taskId(99 * 99 + 1)).toBe('T.001.02.01.01');
  expect(taskId(99 ** 3 + 1)).toBe('T.002.01.01.01');
  const ids = Array.from({ length: 20_000 }, (_, index) => taskId(index + 1));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^T\.\d{3}(\.\d{2}){3}$/.test(id))).toBe(true);
});
