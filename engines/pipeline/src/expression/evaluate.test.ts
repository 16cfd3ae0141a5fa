import { describe, expect, it } from 'vitest';

import { evaluateCondition } from './evaluate.ts';
import { WorkExceeded } from '../compile/work-budget.ts';
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
    ['A matches "(?=x)"', "no valid regular expression of Go's kind"],
    ['A == /* "x"', 'not closed'],
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

  it.each([
    ['repeat("x", 999999999) == ""', '1 MiB'],
    ['replace(repeat("x", 1000000), "x", repeat("y", 1000000)) == ""', '1 MiB'],
    ['join(split(repeat("x", 1000000), ""), repeat("y", 1000000)) == ""', '1 MiB'],
    ['repeat("x", 1000000) + repeat("y", 1000000) == ""', '1 MiB'],
    [`${'('.repeat(1000)}true`, 'nested too deeply'],
    [`1${'+1'.repeat(8000)} == 1`, 'words and signs'],
    [`A matches "${'a{999}'.repeat(200)}"`, 'longer than 1000'],
  ])('refuses %.40s', (source, message) => {
    expect(() => evaluateCondition(source, variables)).toThrow(message);
  });

  it.each([
    // Few nodes, each over a megabyte of text: the bound counts what is touched.
    'all(1..1500, not (repeat("a", 1000000) contains "b"))',
    'all(1..1500, repeat("a", 1000000) == repeat("a", 1000000))',
    'all(1..9999, all(1..9999, true))',
    'toJSON(map(1..9999, repeat("a", 100000))) == ""',
    'map(1..9999, repeat("a", 100000)) == map(1..9999, repeat("a", 100000))',
    'all(1..9999, split(repeat("a", 100000), "") != nil)',
    'all(1..5000, not (repeat("ab", 1000) matches "(a?){50}(b?){50}c"))',
    'all(1..9999, not (BIG contains "b"))',
    'all(1..9999, not (BIG[0:] == "b"))',
  ])('ends %s by its work', (source) => {
    expect(() => evaluateCondition(source, { ...variables, BIG: 'a'.repeat(1_000_000) })).toThrow(WorkExceeded);
  });

  it('matches as RE2 does, whatever the pattern', () => {
    expect(evaluateCondition('A matches P', { A: `${'a'.repeat(40)}!`, P: '^(a+)+$' })).toBe(false);
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
