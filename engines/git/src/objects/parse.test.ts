import { expect, it } from 'vitest';

import { stripPaths } from '../process/git-error.ts';
import { parseGitVersion } from '../process/git-version.ts';
import { parseCommit, parseSignature } from './parse-commit.ts';
import { parseTree } from './parse-tree.ts';

const ID = 'a'.repeat(40);

it('reads a signed merge commit', () => {
  const raw = [
    `tree ${ID}`,
    `parent ${ID}`,
    `parent ${'b'.repeat(40)}`,
    'author Ada L <ada@x> 1700000000 +0230',
    'committer B <b@x> 1700000000 -0500',
    'gpgsig -----BEGIN',
    ' parent forged',
    ' -----END',
    '',
    'Subject',
    '',
    'parent not-a-parent',
  ].join('\n');
  const commit = parseCommit(ID, Buffer.from(raw));
  expect(commit.parentIds).toEqual([ID, 'b'.repeat(40)]);
  expect(commit.author).toEqual({ name: 'Ada L', email: 'ada@x', date: '2023-11-15T00:43:20+02:30' });
  expect(commit.committer.date).toBe('2023-11-14T17:13:20-05:00');
  expect(commit.signed).toBe(true);
  expect(commit.message).toBe('Subject\n\nparent not-a-parent');
});

it('decodes old encodings and survives nonsense', () => {
  const latin = Buffer.concat([Buffer.from(`tree ${ID}\nencoding ISO-8859-1\n\n`), Buffer.from('Gr\xfc\xdfe', 'latin1')]);
  expect(parseCommit(ID, latin).message).toBe('Grüße');
  expect(parseCommit(ID, Buffer.from('')).message).toBe('');
  expect(parseSignature('nobody').date).toBe('1970-01-01T00:00:00Z');
  expect(parseSignature('<> 0 +0000')).toEqual({ name: '', email: '', date: '1970-01-01T00:00:00Z' });
});

it('reads trees', () => {
  const row = (mode: string, name: string) => Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.alloc(20, 0xab)]);
  const entries = parseTree(Buffer.concat([row('100644', 'ä b'), row('40000', 'dir'), row('120000', 'l'), row('160000', 's')]), 20);
  expect(entries.map(({ name, mode, kind }) => [name, mode, kind])).toEqual([
    ['ä b', '100644', 'file'],
    ['dir', '040000', 'dir'],
    ['l', '120000', 'symlink'],
    ['s', '160000', 'submodule'],
  ]);
  expect(entries[0]?.id).toBe('ab'.repeat(20));
});

it('reads versions and strips paths', () => {
  expect(parseGitVersion('git version 2.39.5 (Apple Git-154)')).toEqual({ major: 2, minor: 39, version: '2.39.5' });
  expect(parseGitVersion('nope')).toBeNull();
  expect(stripPaths("fatal: not a git repository: '/srv/home/x.git'\n")).toBe("fatal: not a git repository: '…'\n");
  expect(stripPaths('cannot lock ref refs/heads/a')).toBe('cannot lock ref refs/heads/a');
});
