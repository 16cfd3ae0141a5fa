import { expect, test } from 'vitest';

import { parseExecCommand } from './exec-command.ts';

const lib = { kind: 'git', command: 'git-upload-pack', owner: 'ada', repo: 'lib' };

test.each([
  "git-upload-pack '/ada/lib.git'",
  "git-upload-pack 'ada/lib'",
  "git upload-pack 'ada/lib.git/'",
  'git-upload-pack "ada/lib.git"',
  'git-upload-pack ada/lib.git',
])('%s', (text) => expect(parseExecCommand(text)).toEqual(lib));

test.each([
  "git-upload-pack '~/lib.git'",
  "git-upload-pack '/../lib'",
  "git-upload-pack '/ada/..'",
  "git-upload-pack '/ada/.git'",
  "git-upload-pack '/a/b/c'",
  "git-upload-pack 'ada/lib' --strict",
  "git-upload-pack 'ada/l'ib",
  'git-upload-pack ada/$(id)',
  'git-upload-pack',
  "git-upload-pack 'ada/l\0b'",
  "git-receive-pack 'ada/lib'; id",
])('%s leads nowhere', (text) => expect(parseExecCommand(text)).toEqual({ kind: 'nowhere' }));

test.each([
  '',
  'sh',
  'id',
  'git-shell',
  'git-lfs-transfer ada/lib upload',
  'git-lfs-authenticate ada/lib',
  'git-lfs-authenticate ada/lib delete',
  '../git-upload-pack x',
  `git-upload-pack '${'a'.repeat(1_024)}'`,
])('%s is no command of git', (text) => expect(parseExecCommand(text)).toEqual({ kind: 'other' }));

test.each([
  ['git-lfs-authenticate ada/lib.git upload', 'upload'],
  ["git-lfs-authenticate '/ada/lib' download", 'download'],
  // Versions before 2.0 name an object besides.
  ['git-lfs-authenticate ada/lib download 4d7a2146', 'download'],
])('%s asks for a session', (text, action) => expect(parseExecCommand(text)).toEqual({ kind: 'lfs', action, owner: 'ada', repo: 'lib' }));

test('a session is asked for of an address alone', () => {
  for (const place of ['../lib', 'ada/lib; id', 'a/b/c', "'ada/l'ib", ''])
    expect(parseExecCommand(`git-lfs-authenticate ${place} upload`), place).toEqual({ kind: place === '' ? 'other' : 'nowhere' });
});

/** A linear congruential generator: the seed tells the case. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

test.each([1, 7, 42, 1_701])('whatever comes, a name is a name: seed %i', (seed) => {
  const random = randomFrom(seed);
  const pieces = [
    "'",
    '"',
    ' ',
    '/',
    '..',
    '~',
    '.git',
    'git-upload-pack',
    'git-receive-pack',
    'a',
    '\0',
    '\n',
    '\\',
    '$',
    '`',
    ';',
    'ä',
    '-',
  ];
  for (let round = 0; round < 5_000; round += 1) {
    const text = Array.from({ length: 1 + Math.floor(random() * 12) }, () => pieces[Math.floor(random() * pieces.length)]).join('');
    const parsed = parseExecCommand(text);
    if (parsed.kind === 'git') expect(`${parsed.owner}/${parsed.repo}`).toMatch(/^(?!\.\.?\/)[\w.-]+\/(?!\.\.?$)[\w.-]+$/);
  }
});
