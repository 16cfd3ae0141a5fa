import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { parseDiff, type DiffFile } from '../src/parts/diff/diff.ts';

const shape = (file: DiffFile | undefined) =>
  file?.hunks.flatMap(({ lines }) => lines.map(({ kind, text, before, after }) => [kind, text, before, after]));

describe('what git itself writes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'diff-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const git = (...args: string[]): Buffer =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'core.autocrlf=false', ...args], {
      cwd: folder,
      maxBuffer: 1e8,
      env: { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1' },
    });
  const write = (name: string | Buffer, content: string | Buffer): void =>
    writeFileSync(Buffer.isBuffer(name) ? Buffer.concat([Buffer.from(`${folder}/`), name]) : join(folder, name), content);
  const commit = (): void => void (git('add', '--all'), git('commit', '--quiet', '--message', 'x'));

  git('init', '--quiet');
  const long = Array.from({ length: 30 }, (_, line) => `line ${line}`).join('\n');
  write('with space "quote"\ttab.txt', 'a\n');
  write('a b/c.txt'.replace('/', ' b '), 'a\n');
  write(Buffer.from([0x6c, 0xe9, 0x2e, 0x74]), Buffer.from([0xe9, 0x0a]));
  write('привет.txt', 'a\n');
  write('mode.sh', 'a\n');
  write('moved.txt', long);
  write('copied.txt', `${long}\nmore`);
  write('crlf.txt', 'a\r\nb\n');
  write('bin', Buffer.from([0, 1, 2]));
  write('gone.txt', 'a');
  commit();
  write('with space "quote"\ttab.txt', 'b\n');
  write('a b/c.txt'.replace('/', ' b '), 'b\n');
  write(Buffer.from([0x6c, 0xe9, 0x2e, 0x74]), Buffer.from([0xe8, 0x0a]));
  write('привет.txt', 'b\n');
  chmodSync(join(folder, 'mode.sh'), 0o755);
  git('mv', 'moved.txt', 'нов ый.txt');
  write('copied.txt', `${long}\nmore!`);
  write('copy of.txt', `${long}\nmore`);
  write('crlf.txt', 'a\nb\n');
  write('bin', Buffer.from([0, 1, 3]));
  write('empty', '');
  rmSync(join(folder, 'gone.txt'));
  git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},lib`);
  git('add', '--all', '--', ':!lib');
  git('commit', '--quiet', '--message', 'y');
  const read = (...flags: string[]): Map<string, DiffFile> =>
    new Map(parseDiff(git('diff', '-M', '-C', ...flags, 'HEAD~', 'HEAD')).map((file) => [file.path, file]));
  const files = read();

  it.each(['with space "quote"\ttab.txt', 'a b b c.txt', 'lé.t', 'привет.txt', 'crlf.txt'])('names %j as it is', (path) =>
    expect(files.get(path)).toMatchObject({ path, change: 'modified' }),
  );
  it('names them so where git quotes only what it must', () => {
    git('config', 'core.quotepath', 'false');
    expect([...read().keys()]).toEqual([...files.keys()]);
    git('config', '--unset', 'core.quotepath');
  });
  it('reads Latin-1 lines among UTF-8', () =>
    expect(shape(files.get('lé.t'))).toEqual([
      ['delete', 'é', 1, null],
      ['add', 'è', null, 1],
    ]));
  it('tells modes, renames, copies, binary and empty files, deletions', () => {
    expect(files.get('mode.sh')).toMatchObject({ modes: { before: '100644', after: '100755' }, hunks: [] });
    expect(files.get('нов ый.txt')).toMatchObject({ change: 'renamed', oldPath: 'moved.txt' });
    expect(files.get('copy of.txt')).toMatchObject({ change: 'copied', oldPath: 'copied.txt' });
    expect(files.get('bin')).toMatchObject({ isBinary: true });
    expect(read('--binary').get('bin')).toMatchObject({ isBinary: true, additions: 0 });
    expect(files.get('empty')).toMatchObject({ change: 'added', hunks: [] });
    expect(files.get('gone.txt')).toMatchObject({ change: 'deleted', deletions: 1 });
    expect(files.get('gone.txt')?.hunks[0]?.lines.at(-1)?.ending).toBe('none');
  });
  it('tells a submodule, and the two kinds of line ends', () => {
    expect(files.get('lib')).toMatchObject({ isSubmodule: true, change: 'added' });
    expect(files.get('crlf.txt')?.hunks[0]?.lines.map(({ text, ending }) => [text, ending])).toEqual([
      ['a', 'crlf'],
      ['a', 'lf'],
      ['b', 'lf'],
    ]);
  });
});
