import { describe, expect, it } from 'vitest';

import { WorkBudget } from '../compile/work-budget.ts';
import { globMatch } from './doublestar.ts';

describe('globMatch', () => {
  it.each([
    ['**', 'a/b'],
    ['feature/**', 'feature/a/b'],
    ['feature/**', 'feature'],
    ['**/x', 'x'],
    ['src/**/t.go', 'src/t.go'],
    ['src/**/t.go', 'src/a/b/t.go'],
    ['{main,dev*}', 'develop'],
    ['{a,{b,c}}', 'c'],
    ['{a/b,c}/d', 'a/b/d'],
    ['[a-c]x', 'bx'],
    ['[!a]x', 'bx'],
    ['[^a]x', 'bx'],
    ['*', '.hidden'],
    ['*', ''],
    ['\\*', '*'],
    ['\\{a,b}', '{a,b}'],
    ['**/*.go', 'main.go'],
    ['docs/', 'docs/'],
    ['a*b*c', 'aXbXbXc'],
    ['[\\]]', ']'],
  ])('%s matches %j', (pattern, text) => {
    expect(globMatch(pattern, text)).toBe(true);
  });

  it.each([
    ['*', 'a/b'],
    ['feature/*', 'feature/a/b'],
    ['feature**', 'feature/a'],
    ['a**b', 'a/x/b'],
    ['?', '/'],
    ['MAIN', 'main'],
    ['!(a)', 'b'],
    ['+(a)', 'a'],
    ['a|b', 'a'],
    ['./a', 'a'],
    ['a//b', 'a/b'],
    ['\\*', 'a'],
  ])('%s does not match %j', (pattern, text) => {
    expect(globMatch(pattern, text)).toBe(false);
  });

  it.each(['[', '{a', 'a\\', '[a'])('%s is a bad pattern and matches nothing', (pattern) => {
    expect(globMatch(pattern, pattern)).toBe(false);
  });

  it('stays within its work on patterns made to backtrack', () => {
    const work = new WorkBudget();
    expect(globMatch('**/a/'.repeat(60) + 'x', 'a/'.repeat(600) + 'y', work)).toBe(false);
    expect(globMatch('{a,b}'.repeat(40), 'a'.repeat(40), work)).toBe(false);
    expect(globMatch('*a'.repeat(200) + 'b', 'a'.repeat(2000), work)).toBe(false);
  });
});
