import { expect, it } from 'vitest';

import { highlightToTokens, languageOf } from './highlight.ts';

it.each([
  ['src/a.ts', 'ts'],
  ['include/a.h', 'c'],
  ['Dockerfile', 'dockerfile'],
  ['Makefile', 'makefile'],
  ['main.swift', 'swift'],
  ['a.blade.php', 'php'],
  ['change.patch', 'diff'],
  ['README', null],
  ['notes.txt', null],
  ['constructor', null],
  ['__proto__', null],
])('%s is read as %s', (name, language) => expect(languageOf(name)).toBe(language));

it('colours what the table alone brings', async () => {
  const tokens = await highlightToTokens('func greet() -> String { "hi" }', 'a.swift');
  expect(tokens?.[0]?.length).toBeGreaterThan(3);
});
