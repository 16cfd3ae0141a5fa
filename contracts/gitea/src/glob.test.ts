import { describe, expect, it } from 'vitest';

import { compileGlob, isGlob } from './glob.ts';

describe('as Gitea reads a rule', () => {
  it.each<[string, string, boolean]>([
    ['main', 'main', true],
    ['main', 'mainly', false],
    ['release/*', 'release/1', true],
    ['release/*', 'release/1/2', false],
    ['release/**', 'release/1/2', true],
    ['release*', 'release', true],
    ['release*', 'release/1', false],
    ['v?', 'v1', true],
    ['v?', 'v/', false],
    ['v[0-9]', 'v7', true],
    ['v[!0-9]', 'v7', false],
    ['v[!0-9]', 'va', true],
    ['v[a\\]]', 'v]', true],
    ['{main,dev}', 'dev', true],
    ['{main,dev}', 'main,dev', false],
    ['{a,b{c,d}}/*', 'bd/x', true],
    ['{a,b{c,d}}/*', 'b/x', false],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['a,b', 'a,b', true],
    ['*\u{1F600}', 'x\u{1F600}', true],
  ])('%s and %s: %s', (pattern, text, fits) => {
    expect(compileGlob(pattern, '/')(text)).toBe(fits);
  });

  it('a file may have a separator more', () => {
    expect([compileGlob('*.md', './')('a.md'), compileGlob('*.md', './')('a.b.md'), compileGlob('**.md', './')('x/a.b.md')]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

it.each([
  '[a',
  'a\\',
  '{a',
  '{a,b}'.repeat(10),
  '{'.repeat(40) + '}'.repeat(40),
  '{a}'.repeat(40),
  '{a,b}'.repeat(8) + 'c'.repeat(1_000),
  `[${'ab'.repeat(40)}]`,
])('%s is no glob', (pattern) => {
  expect(() => compileGlob(pattern, '/')).toThrow(SyntaxError);
});

it('a hostile pattern takes no longer than its length times that of the text', () => {
  expect(compileGlob(`${'**a'.repeat(200)}b`, '/')('a'.repeat(2_000))).toBe(false);
});

it('many names together take no more steps than are let', () => {
  const budget = {
    left: 10_000,
    onSpent: () => {
      throw new RangeError('They take too long.');
    },
  };
  const fits = compileGlob(`${'**a'.repeat(50)}b`, '/', budget);
  expect(fits('aaaa')).toBe(false);
  expect(() => fits('a'.repeat(2_000))).toThrow(RangeError);
});

it('what stands for itself is told from a glob', () => {
  expect(['main', 'a/b', 'a*', 'a[b', 'a\\b'].map(isGlob)).toEqual([false, false, true, true, true]);
});
