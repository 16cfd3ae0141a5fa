import { expect, test } from 'vitest';

import { judge, unmeasured, type Target } from './result.ts';

const atMost300: Target = { of: 'ours', bound: 'at most', value: 300 };
const name = 'push to first line';

test('a median within the bound holds, also when single values do not', () => {
  expect(judge({ name, unit: 'ms', target: atMost300, ours: [100, 200, 900] })).toEqual({
    name,
    ours: 200,
    unit: 'ms',
    target: '≤ 300 ms',
    holds: true,
    n: 3,
    spread: [120, 760],
  });
});

test('a missed target is told as missed', () => {
  expect(judge({ name, unit: 'ms', target: atMost300, ours: [301] }).holds).toBe(false);
  expect(judge({ name, unit: 'calls/s', target: { of: 'ours', bound: 'at least', value: 1000 }, ours: [999.4] }).holds).toBe(false);
});

test('rounding never turns a miss into a hit', () => {
  const result = judge({ name, unit: 'ms', target: atMost300, ours: [300.4] });
  expect(result.ours).toBe(300);
  expect(result.holds).toBe(false);
});

test('a target on the ratio is judged by the medians of both sides', () => {
  const target: Target = { of: 'ratio', bound: 'at most', value: 1.1 };
  expect(judge({ name, unit: 'ms', target, ours: [108, 109, 500], peer: [100, 100, 1] })).toMatchObject({
    peer: 100,
    ratio: 1.09,
    holds: true,
  });
  expect(judge({ name, unit: 'ms', target, ours: [111], peer: [100] })).toMatchObject({
    ratio: 1.11,
    holds: false,
    target: '≤ 1.1 × the peer',
  });
});

test('a missing peer is a miss with the reason, also where the target is on our own figure', () => {
  const peer = { missing: 'nginx is not installed' };
  for (const of of ['ours', 'ratio'] as const) {
    const result = judge({ name, unit: 'ms', target: { of, bound: 'at most', value: 300 }, ours: [1], peer });
    expect(result).toMatchObject({ ours: 1, holds: false, reason: 'nginx is not installed' });
    expect(result).not.toHaveProperty('ratio');
  }
});

test('what could not be measured has no figure and does not hold', () => {
  expect(unmeasured({ name, unit: 'ms', target: atMost300 }, 'the stack did not start')).toMatchObject({ ours: null, n: 0, holds: false });
});
