import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  ZERO_ID,
  changedBetween,
  changedFiles,
  commitDiff,
  commitFiles,
  countCommits,
  countRefs,
  createBareRepository,
  createBranch,
  defaultBranch,
  deleteBranch,
  diff,
  entryAt,
  getCommit,
  grep,
  isAncestor,
  lastCommits,
  listRefs,
  readRefs,
  listTree,
  log,
  logPage,
  maintainRepository,
  mergeBase,
  openFile,
  readFileAt,
  reflogEntries,
  refMoved,
  repositorySize,
  resolveCommit,
  setDefaultBranch,
  updateRefs,
  type TreeEntry,
} from '@mosaic/engines/git';
import { describe, expect, it } from 'vitest';

import { ADA, GitFixture } from './git-fixture.ts';

describe('making a repository', () => {
  it('appears complete, without hooks, and only once', async () => {
    await using fixture = await GitFixture.create();
    const { gitDir } = fixture.repository;
    expect(await readdir(gitDir)).not.toContain('hooks');
    expect(await readFile(join(gitDir, 'config'), 'utf8')).toContain('logAllRefUpdates = always');
    expect(await defaultBranch(fixture.repository)).toBe('main');
    await expect(createBareRepository(gitDir, { defaultBranch: 'main' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(createBareRepository(join(fixture.folder, 'x.git'), { defaultBranch: '-x' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const racers = await Promise.allSettled(
      [1, 2, 3].map(() => createBareRepository(join(fixture.folder, 'race.git'), { defaultBranch: 'main' })),
    );
    expect(racers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await readdir(fixture.folder)).filter((name) => name.startsWith('.new-'))).toEqual([]);
  });
});

describe('reading', () => {
  it('what a push has brought is told as git tells it, and without a process where commits follow one another', async () => {
    await using fixture = await GitFixture.create();
    const { repository, folder } = fixture;
    const ids: string[] = [];
    for (let at = 0; at < 7; at++) ids.unshift(await fixture.commit(`change ${at}`, { [`file ${at}`]: 'x' }));
    const [head = '', , grandparent = ''] = ids;
    const tree = (await fixture.git(['rev-parse', `${head}^{tree}`], { cwd: repository.gitDir })).stdout.trim();
    const merge = (
      await fixture.git(['commit-tree', '-p', head, '-p', grandparent, '-m', 'merge', tree], { cwd: repository.gitDir })
    ).stdout.trim();
    let processes = 0;
    const count = () => (processes += 1);
    subscribe('child_process', count);
    try {
      for (const [from, notIn, started] of [
        [head, head, 0],
        [head, ids[1], 0],
        [head, ids[4], 0],
        [head, ids[6], 1],
        [ids[3], head, 1],
        [merge, head, 1],
      ] as [string, string, number][]) {
        processes = 0;
        const [told, paged] = [
          await log(repository, { from, notIn, limit: 10 }),
          await log(repository, { from, notIn, limit: 2, skip: 1 }),
        ];
        expect(processes).toBe(2 * started);
        const { stdout } = await fixture.git(['rev-list', from, `^${notIn}`], { cwd: join(folder, 'bare.git') });
        const known = stdout.split('\n').filter(Boolean);
        expect(told.map(({ id }) => id)).toEqual(known);
        expect(paged.map(({ id }) => id)).toEqual(known.slice(1, 3));
      }
    } finally {
      unsubscribe('child_process', count);
    }
  });

  it('a page of the history tells how many commits there are, at its end and before it', async () => {
    await using fixture = await GitFixture.create();
    const ids: string[] = [];
    for (let at = 0; at < 7; at++) ids.unshift(await fixture.commit(`change ${at}`, { [`file ${at}`]: 'x' }));
    const from = ids[0] ?? '';
    const page = async (skip: number, limit: number, more: { notIn?: string; maxCount?: number } = {}) => {
      const { items, total } = await logPage(fixture.repository, { from, skip, limit, maxCount: 100, ...more });
      return [items.map(({ id }) => ids.indexOf(id)), total];
    };
    expect(await page(0, 3)).toEqual([[0, 1, 2], 7]);
    expect(await page(6, 3)).toEqual([[6], 7]);
    expect(await page(0, 7)).toEqual([[0, 1, 2, 3, 4, 5, 6], 7]);
    expect(await page(0, 5_000)).toEqual([[0, 1, 2, 3, 4, 5, 6], 7]);
    // Beyond the end nothing is seen, and the count is what it is.
    expect(await page(9, 3)).toEqual([[], 7]);
    expect(await page(0, 20, { maxCount: 5 })).toEqual([[0, 1, 2, 3, 4, 5, 6], 5]);
    expect(await page(0, 20, { notIn: ids[2] ?? '' })).toEqual([[0, 1], 2]);
    const distances = await Promise.all(ids.map((id) => isAncestor(fixture.repository, id, from)));
    expect(distances).toEqual(ids.map(() => true));
    expect(await Promise.all(ids.slice(1).map((id) => isAncestor(fixture.repository, from, id)))).toEqual(ids.slice(1).map(() => false));
  });

  it('counts refs as git lists them: loose, packed, both, nested, with locks between them', async () => {
    await using fixture = await GitFixture.create();
    const { repository } = fixture;
    expect(await countRefs(repository, 'refs/heads/')).toBe(0);
    const id = await fixture.commit('first', { file: 'x' });
    for (const branch of ['a/b/c', 'a/d', 'e']) await createBranch(repository, branch, id);
    await fixture.git(['--git-dir', repository.gitDir, 'tag', '-a', 'v1', '-m', 'one', id]);
    await fixture.git(['--git-dir', repository.gitDir, 'pack-refs', '--all']);
    await createBranch(repository, 'loose/ü', id);
    const moved = await fixture.commit('second', { other: 'y' });
    await updateRefs(repository, [{ ref: 'refs/heads/e', oldId: id, newId: moved }]);
    await writeFile(join(repository.gitDir, 'refs/heads/f.lock'), '');
    for (const prefix of ['refs/heads/', 'refs/tags/'] as const)
      expect(await countRefs(repository, prefix)).toBe((await listRefs(repository, prefix)).length);
    expect(await countRefs(repository, 'refs/heads/')).toBe(5);
  });

  it('an empty repository', async () => {
    await using fixture = await GitFixture.create();
    const { repository } = fixture;
    expect(await resolveCommit(repository, 'main')).toBeNull();
    expect(await resolveCommit(repository, 'HEAD')).toBeNull();
    expect(await listRefs(repository, 'refs/heads/')).toEqual([]);
    await setDefaultBranch(repository, 'trunk');
    expect(await defaultBranch(repository)).toBe('trunk');
  });

  it('history, trees, files, differences', async () => {
    await using fixture = await GitFixture.create();
    const { repository } = fixture;
    const first = await fixture.commit('first\n\nbody', {
      'README.md': 'hello\n',
      'src/a b.ts': 'const needle = 1;\n',
      'src/deep/ü.ts': 'x\n',
    });
    const second = await fixture.commit('second', { 'src/c.ts': 'Needle again\n' });
    await createBranch(repository, 'feature/x', first);
    await fixture.git(['--git-dir', repository.gitDir, 'tag', '-a', 'v1', '-m', 'one', first]);

    expect((await listRefs(repository, 'refs/heads/')).map(({ name, id }) => [name, id])).toEqual([
      ['feature/x', first],
      ['main', second],
    ]);
    expect(await listRefs(repository, 'refs/tags/')).toMatchObject([{ ref: 'refs/tags/v1', name: 'v1', type: 'tag' }]);
    const details = await readRefs(repository, ['refs/tags/v1', 'refs/tags/none']);
    expect([...details.values()]).toMatchObject([{ name: 'v1', commitId: first, date: expect.stringMatching(/^20/) }]);
    const revisions = [
      'main',
      'feature/x',
      'v1',
      'refs/tags/v1',
      first,
      first.slice(0, 8),
      'HEAD',
      'main~1',
      'main@{0}',
      ':/first',
      '--all',
      'nope',
      'main:README.md',
    ];
    expect(await Promise.all(revisions.map((revision) => resolveCommit(repository, revision)))).toEqual([
      second,
      first,
      first,
      first,
      first,
      first,
      second,
      null,
      null,
      null,
      null,
      null,
      null,
    ]);

    expect(await getCommit(repository, first)).toMatchObject({
      message: 'first\n\nbody',
      parentIds: [],
      author: { name: 'Ada', date: '2023-11-14T22:13:20Z' },
    });
    expect((await log(repository, { from: second, limit: 10 })).map(({ id }) => id)).toEqual([second, first]);
    expect((await log(repository, { from: second, limit: 10, skip: 1 })).map(({ id }) => id)).toEqual([first]);
    expect(await log(repository, { from: second, limit: 10, skip: 29_999_999_970 })).toEqual([]);
    expect((await log(repository, { from: second, limit: 10, path: 'src/a b.ts' })).map(({ id }) => id)).toEqual([first]);
    expect(await countCommits(repository, { from: second, notIn: first })).toBe(1);
    expect(await mergeBase(repository, first, second)).toBe(first);
    expect([await isAncestor(repository, first, second), await isAncestor(repository, second, first)]).toEqual([true, false]);

    const tree = await listTree(repository, second, 'src');
    expect(tree?.map(({ path, kind, size, mode }) => [path, kind, size, mode])).toEqual([
      ['src/a b.ts', 'file', 18, '100644'],
      ['src/c.ts', 'file', 13, '100644'],
      ['src/deep', 'dir', 0, '040000'],
    ]);
    expect(await entryAt(repository, second, '')).toMatchObject({ kind: 'dir', path: '' });
    expect(await listTree(repository, second, 'README.md')).toBeNull();
    expect(await entryAt(repository, second, 'src/../README.md')).toBeNull();
    const names = tree?.map(({ name }) => name) ?? [];
    expect(await lastCommits(repository, { from: second, path: 'src', names })).toEqual(
      new Map([
        ['c.ts', second],
        ['a b.ts', first],
        ['deep', first],
      ]),
    );
    expect((await lastCommits(repository, { from: second, path: '', names: ['README.md', 'src'] })).get('README.md')).toBe(first);

    expect((await readFileAt(repository, second, 'src/deep/ü.ts', 100))?.data.toString()).toBe('x\n');
    await expect(readFileAt(repository, second, 'README.md', 3)).rejects.toMatchObject({ code: 'too_large' });
    expect(await changedFiles(repository, [second, first])).toEqual(
      new Map([
        [second, { added: ['src/c.ts'], removed: [], modified: [], truncated: false }],
        [first, { added: ['README.md', 'src/a b.ts', 'src/deep/ü.ts'], removed: [], modified: [], truncated: false }],
      ]),
    );
    expect(await changedBetween(repository, second, first)).toMatchObject({ removed: ['src/c.ts'] });
    expect((await diff(repository, first, second)).bytes.toString()).toContain('+Needle again');
    expect(await diff(repository, first, second, { maxBytes: 60 })).toMatchObject({ truncated: true });
    expect((await commitDiff(repository, first)).bytes.toString()).toContain('+hello');
    expect((await grep(repository, { commit: second, text: 'NEEDLE' })).matches).toEqual([
      { path: 'src/a b.ts', line: 1, text: 'const needle = 1;' },
      { path: 'src/c.ts', line: 1, text: 'Needle again' },
    ]);
    expect((await grep(repository, { commit: second, text: '--open-files-in-pager=sh' })).matches).toEqual([]);

    await maintainRepository(repository);
    expect(await repositorySize(repository)).toMatchObject({ looseObjects: 0, packs: 1 });
    expect(await resolveCommit(repository, 'main')).toBe(second);
  });

  it('a merge shows what it changed against its first parent', async () => {
    await using fixture = await GitFixture.create();
    const { repository } = fixture;
    const base = await fixture.commit('base', { a: '1' });
    const side = await commitFiles(repository, {
      branch: 'main',
      newBranch: 'side',
      files: [{ op: 'create', path: 'b', content: Buffer.from('2') }],
      message: 's',
      author: ADA,
      committer: ADA,
    });
    const { stdout } = await fixture.git([
      '--git-dir',
      repository.gitDir,
      'commit-tree',
      `${side.commitId}^{tree}`,
      '-p',
      base,
      '-p',
      side.commitId,
      '-m',
      'merge',
    ]);
    expect(await changedFiles(repository, [stdout.trim()])).toEqual(
      new Map([[stdout.trim(), { added: ['b'], removed: [], modified: [], truncated: false }]]),
    );
  });

  it('streams a large blob', async () => {
    await using fixture = await GitFixture.create();
    const commit = await fixture.commit('large', { big: 'x'.repeat(3_000_000) });
    const entry = await entryAt(fixture.repository, commit, 'big');
    let size = 0;
    for await (const chunk of await openFile(fixture.repository, entry as TreeEntry)) size += (chunk as Buffer).length;
    expect(size).toBe(3_000_000);
  });
});

describe('the readers', () => {
  it('survive the death of their process, also under load', async () => {
    await using fixture = await GitFixture.create();
    const commit = await fixture.commit('one', { a: '1' });
    const { objects, gitDir } = fixture.repository;
    const pid = objects.readers().get(gitDir);
    const asked = Array.from({ length: 200 }, () => resolveCommit(fixture.repository, 'main'));
    process.kill(pid ?? 0, 'SIGKILL');
    expect(new Set(await Promise.all(asked))).toEqual(new Set([commit]));
    expect(objects.readers().get(gitDir)).not.toBe(pid);
  });

  it('are bounded: more repositories than readers take turns', async () => {
    await using fixture = await GitFixture.create({ maxReaders: 2 });
    const repositories = await Promise.all(
      [1, 2, 3, 4, 5].map(async (number) => {
        const path = join(fixture.folder, `${number}.git`);
        await createBareRepository(path, { defaultBranch: 'main' });
        return fixture.engine.open(path);
      }),
    );
    const asked = repositories.flatMap((repository) => [resolveCommit(repository, 'main'), resolveCommit(repository, 'HEAD')]);
    expect(fixture.repository.objects.readers().size).toBeLessThanOrEqual(2);
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 10 }, () => null));
    expect(fixture.repository.objects.readers().size).toBeLessThanOrEqual(2);
  });

  it('are closed when nobody asks, and when the repository is forgotten', async () => {
    await using fixture = await GitFixture.create({ idleMs: 10 });
    const { objects, gitDir } = fixture.repository;
    await resolveCommit(fixture.repository, 'main');
    await expect.poll(() => objects.readers().size).toBe(0);
    await resolveCommit(fixture.repository, 'main');
    await fixture.engine.forget(gitDir);
    expect(objects.readers().size).toBe(0);
  });
});

describe('moving refs', () => {
  it('only from the expected value, and all or none', async () => {
    await using fixture = await GitFixture.create();
    const { repository } = fixture;
    const first = await fixture.commit('1', { a: '1' });
    const second = await fixture.commit('2', { b: '1' });
    await createBranch(repository, 'x', first);
    await expect(createBranch(repository, 'x', first)).rejects.toMatchObject({ code: 'conflict' });
    await expect(createBranch(repository, 'x/y', first)).rejects.toMatchObject({ code: 'conflict' });
    await expect(createBranch(repository, 'z', 'f'.repeat(40))).rejects.toMatchObject({ code: 'invalid_input' });
    const changes = [
      { ref: 'refs/heads/new', oldId: ZERO_ID, newId: first },
      { ref: 'refs/heads/x', oldId: second, newId: first },
    ];
    await expect(updateRefs(repository, changes)).rejects.toMatchObject({ code: 'precondition_failed' });
    expect(await resolveCommit(repository, 'new')).toBeNull();
    await expect(deleteBranch(repository, 'x', second)).rejects.toMatchObject({ code: 'precondition_failed' });
    await deleteBranch(repository, 'x', first);
    expect(await resolveCommit(repository, 'x')).toBeNull();
    expect(await refMoved(repository, { ref: 'refs/heads/x', oldId: first, newId: ZERO_ID })).toBe('moved');
    expect(await refMoved(repository, { ref: 'refs/heads/main', oldId: first, newId: second })).toBe('moved');
    expect(await refMoved(repository, { ref: 'refs/heads/main', oldId: second, newId: first })).toBe('not-moved');
    expect((await reflogEntries(repository, 'refs/heads/main')).map(({ newId }) => newId)).toEqual([second, first]);
    await expect(reflogEntries(repository, 'refs/../../config')).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('commitFiles', () => {
  const request = { branch: 'main', message: 'change', author: ADA, committer: ADA };
  const bytes = (text: string) => Buffer.from(text);

  it('creates, updates and deletes, keeping modes and siblings', async () => {
    await using fixture = await GitFixture.create();
    const { repository } = fixture;
    const files = [
      { op: 'create' as const, path: 'bin/run', content: bytes('#!'), executable: true },
      { op: 'create' as const, path: 'd/e/f', content: bytes('f') },
    ];
    const first = await commitFiles(repository, { ...request, expectedParent: null, files });
    const second = await commitFiles(repository, {
      ...request,
      expectedParent: first.commitId,
      files: [
        { op: 'update', path: 'bin/run', content: bytes('#!/bin/sh'), expectedBlobId: first.blobIds[0] ?? '' },
        { op: 'delete', path: 'd/e/f' },
        { op: 'create', path: 'd', content: bytes('now a file') },
      ],
    });
    expect(second).toMatchObject({ parentId: first.commitId, oldId: first.commitId, ref: 'refs/heads/main' });
    const { stdout } = await fixture.git(['--git-dir', repository.gitDir, 'ls-tree', '-r', 'main']);
    expect(stdout.split('\n').map((line) => line.replace(/ \w{4} \w{40}\t/, ' '))).toEqual(['100755 bin/run', '100644 d', '']);
    await fixture.git(['--git-dir', repository.gitDir, 'fsck', '--strict']);
  });

  it('refuses what clashes, and leaves the branch as it was', async () => {
    await using fixture = await GitFixture.create();
    const { repository } = fixture;
    const head = await fixture.commit('1', { a: '1', 'dir/b': '2' });
    const attempt = (file: Parameters<typeof commitFiles>[1]['files'][number], more: object = {}) =>
      commitFiles(repository, { ...request, files: [file], ...more });
    await expect(attempt({ op: 'create', path: 'a', content: bytes('') })).rejects.toMatchObject({ code: 'conflict' });
    await expect(attempt({ op: 'create', path: 'dir', content: bytes('') })).rejects.toMatchObject({ code: 'conflict' });
    await expect(attempt({ op: 'create', path: 'a/x', content: bytes('') })).rejects.toMatchObject({ code: 'conflict' });
    await expect(attempt({ op: 'update', path: 'none', content: bytes('') })).rejects.toMatchObject({ code: 'not_found' });
    await expect(attempt({ op: 'delete', path: 'dir' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(attempt({ op: 'update', path: 'a', content: bytes(''), expectedBlobId: ZERO_ID })).rejects.toMatchObject({
      code: 'precondition_failed',
    });
    await expect(attempt({ op: 'create', path: '.git/hooks/x', content: bytes('') })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(attempt({ op: 'create', path: 'n', content: bytes('') }, { expectedParent: ZERO_ID })).rejects.toMatchObject({
      code: 'precondition_failed',
    });
    await expect(attempt({ op: 'create', path: 'n', content: bytes('') }, { branch: 'none', newBranch: 'm' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(attempt({ op: 'create', path: 'n', content: bytes('') }, { newBranch: 'main' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(attempt({ op: 'create', path: 'n', content: bytes('') }, { author: { name: ' ', email: 'x' } })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(await resolveCommit(repository, 'main')).toBe(head);
  });

  it('lets exactly one of two racing commits win', async () => {
    await using fixture = await GitFixture.create();
    const head = await fixture.commit('1', { a: '1' });
    const outcomes = await Promise.allSettled(
      ['x', 'y', 'z'].map((path) =>
        commitFiles(fixture.repository, { ...request, expectedParent: head, files: [{ op: 'create', path, content: bytes(path) }] }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'precondition_failed' });
    expect(await countCommits(fixture.repository, { from: (await resolveCommit(fixture.repository, 'main')) ?? '' })).toBe(2);
  });
});
