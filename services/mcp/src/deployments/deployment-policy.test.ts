import { expect, test } from 'vitest';

import { ANONYMOUS } from '@mosaic/platform/identity';

import { judgeReport, judgeRollBack, rightToReport } from './deployment-policy.ts';

test.each([
  ['requested', 'running', 'change'],
  ['requested', 'live', 'change'],
  ['running', 'failed', 'change'],
  ['running', 'running', 'same'],
  ['live', 'live', 'same'],
] as const)('a report makes of %s %s: %s', (from, to, expected) => {
  expect(judgeReport(1, from, to)).toBe(expected);
});

test.each([
  ['live', 'failed'],
  ['superseded', 'live'],
  ['failed', 'running'],
] as const)('a report makes nothing of %s to %s', (from, to) => {
  expect(() => judgeReport(1, from, to)).toThrow(expect.objectContaining({ code: 'conflict' }));
});

test('only what was live before can be gone back to', () => {
  expect(() => judgeRollBack({ id: 1, state: 'superseded' })).not.toThrow();
  for (const state of ['requested', 'running', 'live', 'failed'])
    expect(() => judgeRollBack({ id: 1, state })).toThrow(expect.objectContaining({ code: 'conflict' }));
});

test.each([
  [true, 'service', null],
  [true, 'agent', 'admin'],
  [false, 'service', 'admin'],
  [false, 'person', 'admin'],
] as const)('built in %s, a %s reports with the right %s', (builtIn, kind, expected) => {
  expect(rightToReport({ ...ANONYMOUS, builtIn, kind })).toBe(expected);
});
