import { expect, it } from 'vitest';

import { compileText, pushMetadata } from './fixtures.ts';

const STEP = 'steps:\n  - { name: a, image: sh, commands: [ "true" ] }\n';
const filter = (what: string): string => `when:\n  - event: push\n    ${what}\n${STEP}`;
const message = (text: string) => ({ metadata: pushMetadata({ commit: { message: text } }) });
const keys = (count: number) => Array.from({ length: count }, (_, index) => `k${index}:`).join('\n');
const MANY_FILES = Array.from({ length: 20_000 }, (_, index) => `${'a/'.repeat(20)}${index}`);
const WORK = /more work than a pipeline may/;

// Each was meant to keep the process busy; the test itself ends after 5 s.
it.each<[string, string, Parameters<typeof compileText>[1], RegExp]>([
  ['30,000 keys', keys(30_000), {}, /no `steps`/],
  ['a key twice among 20,000', `${keys(20_000)}\nk7:`, {}, /"k7" stands twice/],
  ['nested lists', `a: ${'['.repeat(60_000)}`, {}, /nested too deeply/],
  ['nested maps', `a: ${'{a: '.repeat(20_000)}`, {}, /nested too deeply/],
  ['nested dashes', `a:\n${'- '.repeat(20_000)}x`, {}, /nested too deeply/],
  ['many faults of syntax', '}'.repeat(60_000), {}, /no valid YAML/],
  ['merges of a large map', `a: &a\n${keys(9_000).replaceAll('k', '  k')}\nb:\n${'  <<: *a\n'.repeat(2_000)}`, {}, /copy too many keys/],
  ['merges of a long list', `a: &a [${'{},'.repeat(9_000)}]\nb:\n${'  <<: *a\n'.repeat(2_000)}`, {}, /copy too many keys/],
  [
    'a long text in many places',
    `x: &x ${'y'.repeat(100_000)}\nsteps:\n  - image: sh\n    commands: [${'*x ,'.repeat(20_000)}]`,
    {},
    /too many values/,
  ],
  ['an expression over much text', filter(`evaluate: 'all(1..1500, not (repeat("a", 1000000) contains "b"))'`), {}, WORK],
  ['globs over many files', filter(`path: [${'"**/a/**/a/**/a/**/a/**/a/**/a/**/b",'.repeat(100)}]`), { changedFiles: MANY_FILES }, WORK],
  [
    'a glob that begins again',
    filter(`branch: ["*${'a'.repeat(2_000)}b"]`),
    { metadata: pushMetadata({ commit: { branch: 'a'.repeat(50_000) } }) },
    WORK,
  ],
  ['a value used many times', `${STEP}# ${'${#CI_COMMIT_MESSAGE}'.repeat(2_000)}`, message('m'.repeat(1_000_000)), WORK],
  ['a trimmed value', `${STEP}# ${'${CI_COMMIT_MESSAGE##*a*a*a*a*b}'.repeat(500)}`, message('a'.repeat(30_000)), WORK],
  ['a replaced character', `${STEP}# \${CI_COMMIT_MESSAGE//a/${'b'.repeat(10_000)}}`, message('a'.repeat(30_000)), WORK],
])('%s ends in an error', { timeout: 60_000 }, (_name, text, changes, expected) => {
  const { errors, workflows } = compileText(text, changes);
  expect(workflows).toEqual([]);
  expect(
    errors
      .filter(({ is_warning: isWarning }) => !isWarning)
      .map((error) => error.message)
      .join('\n'),
  ).toMatch(expected);
  expect(errors.length).toBeLessThanOrEqual(102);
  expect(JSON.stringify(errors)).not.toContain('call stack');
});

it('a commit message of any length leaves room for the programs of the steps', () => {
  const { workflows } = compileText(`${STEP}  - { name: b, image: sh, commands: [ "true" ] }\n`, message('ü'.repeat(5_000_000)));
  const environment = workflows[0]?.config.steps.at(-1)?.environment ?? {};
  // MAX_ARG_STRLEN of Linux, name and "=" included.
  for (const [name, value] of Object.entries(environment)) expect(Buffer.byteLength(`${name}=${value}`)).toBeLessThan(128 * 1024);
});

it('what all steps hold together is bounded', () => {
  const step = '  - { image: sh, commands: [ "true" ] }\n';
  const { errors } = compileText(`steps:\n${step.repeat(900)}`, message('m'.repeat(100_000)));
  expect(errors.map((error) => error.message)).toEqual(expect.arrayContaining([expect.stringContaining('more than 16 MiB')]));
});
