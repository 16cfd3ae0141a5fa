import { describe, expect, it } from 'vitest';

import { judge, parseReflogLine, type ReflogEntry } from './reflog.ts';

const [ZERO = '', A = '', B = '', C = ''] = ['0', 'a', 'b', 'c'].map((digit) => digit.repeat(40));
const entry = (oldId: string, newId: string, email = ''): ReflogEntry => ({ oldId, newId, email, name: '', timestamp: 0, message: 'push' });
const change = (oldId: string, newId: string) => ({ ref: 'refs/heads/main', oldId, newId });

describe('whether a ref moved as asked', () => {
  it.each([
    ['moved last', change(A, B), B, [entry(A, B)], 'moved'],
    ['moved, and moved on since', change(A, B), C, [entry(B, C), entry(A, B)], 'moved'],
    ['written to the reflog only', change(A, B), A, [entry(A, B), entry(ZERO, A)], 'not-moved'],
    ['written to the reflog only, then another push', change(A, B), C, [entry(A, C), entry(A, B)], 'not-moved'],
    ['never', change(A, B), A, [entry(ZERO, A)], 'not-moved'],
    ['lost to another push', change(A, B), C, [entry(A, C), entry(ZERO, A)], 'not-moved'],
    ['created', change(ZERO, A), A, [entry(ZERO, A)], 'moved'],
    ['not created, or deleted since', change(ZERO, A), null, [], 'unknown'],
    ['deleted', change(A, ZERO), null, [], 'moved'],
    ['not deleted', change(A, ZERO), A, [entry(ZERO, A)], 'not-moved'],
    ['not deleted, and moved on', change(A, ZERO), B, [entry(A, B), entry(ZERO, A)], 'not-moved'],
    ['deleted and made anew', change(A, ZERO), B, [entry(ZERO, B)], 'moved'],
    ['nothing to do', change(A, A), A, [entry(ZERO, A)], 'moved'],
  ] as const)('%s', (...row) => {
    const [, asked, presentId, entries, expected] = row;
    expect(judge(asked, { presentId, entries })).toBe(expected);
  });

  it('tells two pushes of the same change apart by their mark', () => {
    const entries = [entry(A, B, 'push-3@x'), entry(B, A, 'push-2@x'), entry(A, B, 'push-1@x')];
    expect(judge(change(A, B), { presentId: B, entries, email: 'push-1@x' })).toBe('moved');
    expect(judge(change(A, B), { presentId: B, entries, email: 'push-9@x' })).toBe('not-moved');
  });
});

it('reads reflog lines, and not cut-off ones', () => {
  const line = `${A} ${B} Ada L <push-1@x> 1700000000 +0000\tpush`;
  expect(parseReflogLine(line)).toEqual({
    oldId: A,
    newId: B,
    name: 'Ada L',
    email: 'push-1@x',
    timestamp: 1_700_000_000,
    message: 'push',
  });
  expect(parseReflogLine(line.slice(5))).toBeNull();
  expect(parseReflogLine(line.slice(0, 60))).toBeNull();
});
