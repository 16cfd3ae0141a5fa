import { describe, expect, it } from 'vitest';

import { isBranchName, isRefName, splitRefName } from './ref-name.ts';
import { isRepositoryName } from './repository-name.ts';
import { checkTreePath } from './tree-path.ts';

describe('ref names', () => {
  it.each(['refs/heads/main', 'refs/heads/a/b.c', 'refs/tags/v1.0', 'refs/heads/ä', 'refs/heads/@', 'refs/heads/a@b', 'refs/heads/{x}'])(
    'accepts %s',
    (name) => {
      expect(isRefName(name)).toBe(true);
    },
  );
  it.each([
    'main',
    '',
    '/',
    'refs/',
    '/refs/heads/a',
    'refs//heads',
    'refs/heads/.a',
    'refs/heads/a.lock',
    'refs/heads/a.lock/b',
    'refs/heads/a..b',
    'refs/heads/a b',
    'refs/heads/a~1',
    'refs/heads/a^',
    'refs/heads/a:b',
    'refs/heads/a?',
    'refs/heads/a*',
    'refs/heads/[a',
    'refs/heads/a.',
    'refs/heads/a@{1}',
    'refs/heads/a\\b',
    'refs/heads/a\nb',
    'refs/heads/\u0000',
    'refs/heads/\u007f',
    `refs/heads/${'a'.repeat(251)}`,
    'refs/heads/\ud800',
  ])('refuses %j', (name) => {
    expect(isRefName(name)).toBe(false);
  });
  it('refuses short names that mean something else', () => {
    const names = ['main', 'feature/x', 'HEAD', '-d', '--x', 'refs/heads/main', 'a'.repeat(40), '../x'];
    expect(names.map(isBranchName)).toEqual([true, true, false, false, false, false, false, false]);
  });
  it('splits full names', () => {
    expect(splitRefName('refs/heads/a/b')).toEqual({ kind: 'branch', name: 'a/b' });
    expect(splitRefName('refs/pull/1/head')).toEqual({ kind: 'other', name: 'refs/pull/1/head' });
  });
});

describe('repository names', () => {
  it.each(['hello', 'a.b', 'Hello_World-2', '1'])('accepts the repository %s', (name) => expect(isRepositoryName(name)).toBe(true));
  it.each(['', '.', '..', '.git', 'x.git', 'X.GIT', 'x.wiki', 'a/b', 'a\\b', '-x', 'a..b', 'a%2f', 'a\0', 'x'.repeat(101)])(
    'refuses the repository %j',
    (name) => expect(isRepositoryName(name)).toBe(false),
  );
});

describe('paths to write', () => {
  it.each(['README.md', 'a/b/c', '.gitignore', '.github/x', 'git~2', 'ä/ö', 'a..b'])('accepts %s', (path) => {
    expect(checkTreePath(path)).toEqual(path.split('/'));
  });
  it.each([
    '',
    '/etc/passwd',
    'a//b',
    'a/',
    '..',
    'a/../b',
    './a',
    '.git',
    '.GIT/config',
    'a/.Git/hooks/x',
    'git~1/x',
    'GIT~1',
    '.git./x',
    '.git /x',
    '.git::$INDEX_ALLOCATION/x',
    '.g\u200cit/config',
    '\ufeff.git',
    'a\\.git\\x',
    'a\\..\\b',
    'a\0b',
    'a\nb',
    'a'.repeat(256),
    'a/'.repeat(2100) + 'b',
    '\ud800',
  ])('refuses %j', (path) => {
    expect(() => checkTreePath(path)).toThrow(/cannot be written/);
  });
});
