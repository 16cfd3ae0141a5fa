import { describe, expect, it } from 'vitest';

import { evaluateCondition } from './evaluate.ts';
import { ExpressionError } from './syntax.ts';

const variables = { A: 'x', N: '5', L: 'a,b', F: '["a.go"]' };

describe('evaluateCondition', () => {
  it.each([
    'A == "x"',
    'U != "true"',
    'U == ""',
    'A contains "x"',
    'A matches "^x$"',
    'A matches "(?i)^X$"',
    'A in ["x","y"]',
    'A not in ["y"]',
    'not (A startsWith "q")',
    'int(N) > 3',
    '"b" in split(L, ",")',
    'any(split(L, ","), # == "b")',
    'any(split(L, ","), {# == "b"})',
    'all(split(L, ","), len(#) == 1)',
    'split(L, ",") | any(# == "a")',
    'fromJSON(F)[0] == "a.go"',
    'upper(A) == "X"',
    'hasPrefix(A,"x")',
    'A == "x" ? true : false',
    'A == "x" and not (N == "6") or false',
    'A == "x" && !(N == "6") || false',
    '(U ?? "d") == ""',
    '1 + 2 * 3 == 7 && -2 ** 2 == -4',
    'len(1..3) == 3',
    '{"a": 1}.a == 1',
    "A == 'x'",
    'A == `x` // a comment',
    'filter(fromJSON(\'[{"n":1},{"n":2}]\'), .n > 1)[0].n == 2',
  ])('%s is true', (source) => {
    expect(evaluateCondition(source, variables)).toBe(true);
  });

  it.each(['U == nil', 'U contains "a"', 'A == "y"'])('%s is false', (source) => {
    expect(evaluateCondition(source, variables)).toBe(false);
  });

  it.each([
    ['A', 'expected bool'],
    ['1', 'expected bool'],
    ['A && true', 'expects bool'],
    ['N > 3', 'mismatched types'],
    ['U ?? "d" == "d"', 'parentheses'],
    ['A =~ "x"', 'unexpected'],
    ['A matches "("', 'regular expression'],
    ['A matches "(?=x)"', 'look-around'],
    ['nope(A)', 'unknown function nope'],
    ['A == ', 'the end'],
    ['# == "a"', 'outside a predicate'],
  ])('%s does not compile: %s', (source, message) => {
    expect(() => evaluateCondition(source, variables)).toThrow(message);
    expect(phaseOf(source)).toBe('compile');
  });

  it.each(['CI_X', 'U.foo == 1', 'fromJSON("{")', 'int("x") == 1', 'fromJSON(F)[7] == ""'])('%s fails when it runs', (source) => {
    expect(phaseOf(source)).toBe('run');
  });

  it('stops what would run without end', () => {
    const started = performance.now();
    expect(() => evaluateCondition('A matches P', { A: `${'a'.repeat(40)}!`, P: '^(a+)+$' })).toThrow('took longer');
    expect(() => evaluateCondition('all(1..9999, all(1..9999, true))', {})).toThrow('too many steps');
    expect(() => evaluateCondition('repeat("x", 999999999) == ""', {})).toThrow('1 MiB');
    expect(() => evaluateCondition(`${'('.repeat(5000)}true`, {})).toThrow('nested too deeply');
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('does not reach prototypes', () => {
    expect(evaluateCondition('constructor == ""', {})).toBe(true);
    expect(() => evaluateCondition('constructor("x") == ""', {})).toThrow('unknown function');
  });
});

function phaseOf(source: string): string {
  try {
    evaluateCondition(source, variables);
    return 'none';
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return error.phase;
  }
}
