import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { fileChanges, getCommit, listTree, log, merge, rangePatch, tryMerge, type MergeStyle } from '@mosaic/engines/git';
import { describe, expect, it } from 'vitest';

import { ADA, GitFixture } from './git-fixture.ts';

const BOB = { name: 'Bob', email: 'bob@example.org', timestamp: 1_800_000_000 };

/** A clone in which a person works; `save` commits files on a branch and pushes it. */
class Bench implements AsyncDisposable {
  readonly fixture: GitFixture;
  readonly work: string;

  private constructor(fixture: GitFixture, work: string) {
    this.fixture = fixture;
    this.work = work;
  }

  static async create(): Promise<Bench> {
    const fixture = await GitFixture.create();
    await fixture.commit('first', { 'a.txt': 'one\ntwo\nthree\nfour\nfive\n', 'b.txt': 'b\n' });
    const bench = new Bench(fixture, join(fixture.folder, 'work'));
    await fixture.git(['clone', '-q', fixture.repository.gitDir, 'work']);
    return bench;
  }

  get repository() {
    return this.fixture.repository;
  }

  async git(...args: string[]): Promise<string> {
    return (await this.fixture.git(args, { cwd: this.work })).stdout.trim();
  }

  /** Answers the commit's id. */
  async save(message: string, files: Record<string, string | Buffer>, flags: string[] = []): Promise<string> {
    for (const [path, content] of Object.entries(files)) await writeFile(join(this.work, path), content);
    await this.git('add', '-A');
    await this.git('commit', '-q', '--allow-empty', '-m', message, ...flags);
    return this.push();
  }

  async push(): Promise<string> {
    await this.git('push', '-q', '-f', 'origin', 'HEAD');
    return this.git('rev-parse', 'HEAD');
  }

  /** Merges `head` into `base` by a style. */
  merge(style: MergeStyle, base: string, head: string) {
    return merge(this.repository, { style, base, head, message: 'Merge it\n\nReviewed-on: nowhere', author: ADA, committer: BOB });
  }

  async merged(style: MergeStyle, base: string, head: string) {
    const outcome = await this.merge(style, base, head);
    if (outcome.kind !== 'merged') throw new Error(`expected a merge: ${JSON.stringify(outcome)}`);
    const commit = await getCommit(this.repository, outcome.commitId);
    if (commit === null) throw new Error('the merge is not in the repository');
    return commit;
  }

  async text(commit: string, path: string): Promise<string> {
    return (await this.fixture.git(['show', `${commit}:${path}`], { cwd: this.repository.gitDir })).stdout;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Whatever was tried, nothing of it lies about, and what is kept is whole.
    expect((await readdir(join(this.repository.gitDir, 'objects'))).filter((name) => name.startsWith('tmp_objdir'))).toEqual([]);
    await this.fixture.git(['fsck', '--strict'], { cwd: this.repository.gitDir });
    await this.fixture[Symbol.asyncDispose]();
  }
}

/** main and topic part after the first commit: main changes the end of a.txt, topic its beginning, in two commits. */
async function parted(bench: Bench): Promise<{ base: string; head: string; first: string }> {
  await bench.git('checkout', '-q', '-b', 'topic');
  const first = await bench.save('topic: one', { 'a.txt': 'ONE\ntwo\nthree\nfour\nfive\n' }, ['--author=Eve <eve@example.org>']);
  const head = await bench.save('topic: new file', { 'c.txt': 'c\n' });
  await bench.git('checkout', '-q', 'main');
  const base = await bench.save('main moves on', { 'a.txt': 'one\ntwo\nthree\nfour\nFIVE\n' });
  return { base, head, first };
}

const BOTH = 'ONE\ntwo\nthree\nfour\nFIVE\n';

describe('the styles of a merge', () => {
  it('merge: a commit with both as parents, by who merges', async () => {
    await using bench = await Bench.create();
    const { base, head } = await parted(bench);
    const commit = await bench.merged('merge', base, head);
    expect(commit.parentIds).toEqual([base, head]);
    expect(commit.message).toBe('Merge it\n\nReviewed-on: nowhere\n');
    expect([commit.author.name, commit.committer.name]).toEqual(['Bob', 'Bob']);
    expect(await bench.text(commit.id, 'a.txt')).toBe(BOTH);
  });

  it('squash: one commit on the base, by the author of the change', async () => {
    await using bench = await Bench.create();
    const { base, head } = await parted(bench);
    const commit = await bench.merged('squash', base, head);
    expect(commit.parentIds).toEqual([base]);
    expect([commit.author.name, commit.committer.name]).toEqual(['Ada', 'Bob']);
    expect(await bench.text(commit.id, 'a.txt')).toBe(BOTH);
    expect(await bench.text(commit.id, 'c.txt')).toBe('c\n');
  });

  it('rebase: each commit again with its own author, date and message, as git itself would do', async () => {
    await using bench = await Bench.create();
    const { base, head } = await parted(bench);
    const tip = await bench.merged('rebase', base, head);
    const ours = await log(bench.repository, { from: tip.id, notIn: base, limit: 10 });
    expect(ours.map((commit) => [commit.message, commit.author.name, commit.committer.name])).toEqual([
      ['topic: new file\n', 'Ada', 'Bob'],
      ['topic: one\n', 'Eve', 'Bob'],
    ]);
    await bench.git('checkout', '-q', 'topic');
    await bench.git('rebase', '-q', 'main');
    const theirs = await log(bench.repository, { from: await bench.push(), notIn: base, limit: 10 });
    expect(ours.map(({ treeId, author, message }) => ({ treeId, author, message }))).toEqual(
      theirs.map(({ treeId, author, message }) => ({ treeId, author, message })),
    );
  });

  it('rebase-merge: the commits again, and a merge commit that leads to them', async () => {
    await using bench = await Bench.create();
    const { base, head } = await parted(bench);
    const commit = await bench.merged('rebase-merge', base, head);
    expect(commit.parentIds[0]).toBe(base);
    const put = await log(bench.repository, { from: commit.parentIds[1] ?? '', notIn: base, limit: 10 });
    expect(put.map(({ message }) => message)).toEqual(['topic: new file\n', 'topic: one\n']);
    expect(await bench.text(commit.id, 'a.txt')).toBe(BOTH);
  });

  it('fast-forward-only: moves on where it can, and says so where it cannot', async () => {
    await using bench = await Bench.create();
    const { base, head, first } = await parted(bench);
    expect(await bench.merge('fast-forward-only', base, head)).toEqual({ kind: 'diverged' });
    expect(await bench.merge('fast-forward-only', first, head)).toEqual({ kind: 'merged', commitId: head });
    // What stands where it would be put is not made again.
    expect(await bench.merge('rebase', first, head)).toEqual({ kind: 'merged', commitId: head });
  });
});

describe('what cannot be merged', () => {
  it('names the files in conflict, and the commit that conflicts', async () => {
    await using bench = await Bench.create();
    await bench.git('checkout', '-q', '-b', 'topic');
    await bench.save('fine', { 'c.txt': 'c\n' });
    const clash = await bench.save('clash', { 'b.txt': 'topic\n', 'ü.txt': 'topic\n' });
    await bench.git('checkout', '-q', 'main');
    const base = await bench.save('main', { 'b.txt': 'main\n', 'ü.txt': 'main\n' });
    const conflict = { kind: 'conflict', conflicts: ['b.txt', 'ü.txt'], truncated: false };
    expect(await tryMerge(bench.repository, base, clash)).toEqual(conflict);
    expect(await bench.merge('merge', base, clash)).toEqual({ ...conflict, at: null });
    expect(await bench.merge('squash', base, clash)).toEqual({ ...conflict, at: null });
    expect(await bench.merge('rebase', base, clash)).toEqual({ ...conflict, at: clash });
    expect(await bench.merge('rebase-merge', base, clash)).toEqual({ ...conflict, at: clash });
  });

  it('leaves no object behind when a merge was only tried', async () => {
    await using bench = await Bench.create();
    const { base, head } = await parted(bench);
    const before = await bench.fixture.git(['count-objects'], { cwd: bench.repository.gitDir });
    expect(await tryMerge(bench.repository, base, head)).toEqual({ kind: 'clean' });
    expect(await bench.fixture.git(['count-objects'], { cwd: bench.repository.gitDir })).toEqual(before);
  });

  it('tells unrelated histories, and what the base has already', async () => {
    await using bench = await Bench.create();
    const base = await bench.git('rev-parse', 'main');
    await bench.git('checkout', '-q', '--orphan', 'other');
    const other = await bench.save('another beginning', { 'a.txt': 'x\n' });
    for (const style of ['merge', 'rebase', 'squash', 'rebase-merge', 'fast-forward-only'] as const)
      expect(await bench.merge(style, base, other)).toEqual({ kind: 'unrelated' });
    expect(await tryMerge(bench.repository, base, other)).toEqual({ kind: 'unrelated' });
    expect(await bench.merge('merge', base, base)).toEqual({ kind: 'nothing' });
    expect(await tryMerge(bench.repository, base, base)).toEqual({ kind: 'nothing' });
  });

  it('says that it cannot read a commit, instead of taking it for a conflict', async () => {
    await using bench = await Bench.create();
    const base = await bench.git('rev-parse', 'main');
    await expect(bench.merge('merge', base, '1'.repeat(40))).rejects.toThrow();
    await expect(bench.merge('merge', base, 'main')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(tryMerge(bench.repository, base, '--help')).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('files of every kind', () => {
  it('follows a rename: the change of one side reaches the file where the other has put it', async () => {
    await using bench = await Bench.create();
    await bench.git('checkout', '-q', '-b', 'topic');
    await bench.git('mv', 'a.txt', 'moved.txt');
    const head = await bench.save('move', {});
    await bench.git('checkout', '-q', 'main');
    const base = await bench.save('main', { 'a.txt': 'one\ntwo\nthree\nfour\nFIVE\n' });
    const commit = await bench.merged('merge', base, head);
    expect(await bench.text(commit.id, 'moved.txt')).toBe('one\ntwo\nthree\nfour\nFIVE\n');
    const { files, truncated } = await fileChanges(bench.repository, base, commit.id);
    expect(truncated).toBe(false);
    expect(files).toMatchObject([
      { path: 'moved.txt', formerPath: 'a.txt', kind: 'renamed', additions: 0, deletions: 0, isBinary: false, after: files[0]?.before },
    ]);
  });

  it('takes a binary file from the side that changed it, and conflicts where both did', async () => {
    await using bench = await Bench.create();
    const start = await bench.save('picture', { 'p.bin': Buffer.from([0, 1, 2]) });
    await bench.git('checkout', '-q', '-b', 'topic');
    const head = await bench.save('topic', { 'p.bin': Buffer.from([0, 1, 3]) });
    await bench.git('checkout', '-q', 'main');
    const calm = await bench.save('main', { 'b.txt': 'B\n' });
    expect(await bench.text((await bench.merged('merge', calm, head)).id, 'p.bin')).toBe('\u0000\u0001\u0003');
    const base = await bench.save('main too', { 'p.bin': Buffer.from([0, 1, 4]) });
    expect(await bench.merge('merge', base, head)).toMatchObject({ kind: 'conflict', conflicts: ['p.bin'] });
    expect((await fileChanges(bench.repository, start, head)).files).toMatchObject([
      { path: 'p.bin', formerPath: null, kind: 'modified', additions: 0, deletions: 0, isBinary: true, before: { mode: '100644' } },
    ]);
  });

  it('merges a submodule that one side moved, and conflicts where both did', async () => {
    await using bench = await Bench.create();
    const link = (id: string) => bench.git('update-index', '--add', '--cacheinfo', `160000,${id.repeat(40)},lib`);
    const commit = async (message: string) => {
      await bench.git('commit', '-q', '-m', message);
      return bench.push();
    };
    await link('1');
    await commit('lib');
    await bench.git('checkout', '-q', '-b', 'topic');
    await link('2');
    const head = await commit('topic');
    await bench.git('checkout', '-q', 'main');
    await bench.git('rm', '-q', 'b.txt');
    const calm = await commit('main');
    const entries = await listTree(bench.repository, (await bench.merged('merge', calm, head)).id, '');
    expect(entries?.find(({ name }) => name === 'lib')).toMatchObject({ kind: 'submodule', id: '2'.repeat(40) });
    await link('3');
    expect(await bench.merge('merge', await commit('main too'), head)).toMatchObject({ kind: 'conflict', conflicts: ['lib'] });
  });

  it('drops what is upstream already, keeps what was empty from the beginning, and unfolds merges', async () => {
    await using bench = await Bench.create();
    await bench.git('checkout', '-q', '-b', 'topic');
    await bench.save('meant to be empty', {});
    const picked = await bench.save('picked', { 'c.txt': 'c\n' });
    await bench.save('half', { 'd.txt': 'd\n', 'e.txt': 'e\n' });
    await bench.git('checkout', '-q', 'main');
    await bench.save('main', { 'b.txt': 'B\n' });
    await bench.git('cherry-pick', picked);
    const base = await bench.save('both at once', { 'd.txt': 'd\n', 'e.txt': 'e\n', 'f.txt': 'f\n' });
    await bench.git('checkout', '-q', 'topic');
    await bench.git('merge', '-q', '-m', 'fold', 'main');
    const head = await bench.save('last', { 'g.txt': 'g\n' });
    const tip = await bench.merged('rebase', base, head);
    const messages = (await log(bench.repository, { from: tip.id, notIn: base, limit: 10 })).map(({ message }) => message.trim());
    expect(messages).toEqual(['last', 'meant to be empty']);
    await bench.git('rebase', '-q', 'main');
    expect((await bench.git('log', '--format=%s', `${base}..HEAD`)).split('\n')).toEqual(messages);
  });

  it.each(['rebase', 'rebase-merge'] as const)('does not bring what a merge in the head has taken back: %s', async (style) => {
    await using bench = await Bench.create();
    await bench.git('checkout', '-q', '-b', 'topic');
    await bench.save('smuggled', { 'b.txt': 'evil\n' });
    await bench.git('checkout', '-q', '-b', 'beside', 'main');
    await bench.save('good', { 'c.txt': 'c\n' });
    await bench.git('checkout', '-q', 'topic');
    await bench.git('merge', '-q', '--no-commit', 'beside');
    const head = await bench.save('fold', { 'b.txt': 'b\n' });
    const base = await bench.git('rev-parse', 'main');
    expect(await bench.merge(style, base, head)).toEqual({ kind: 'differs' });
    expect(await bench.text((await bench.merged('squash', base, head)).id, 'b.txt')).toBe('b\n');
  });

  it('does not take back what the base has, by way of a commit that does it again', async () => {
    await using bench = await Bench.create();
    const start = await bench.git('rev-parse', 'main');
    const base = await bench.save('a mend', { 'b.txt': 'mended\n' });
    await bench.git('checkout', '-q', '-b', 'topic', start);
    await bench.save('the same mend', { 'b.txt': 'mended\n' });
    await bench.save('undone', { 'b.txt': 'b\n' });
    const head = await bench.save('good', { 'c.txt': 'c\n' });
    expect(await bench.merge('rebase', base, head)).toEqual({ kind: 'differs' });
    expect(await bench.text((await bench.merged('merge', base, head)).id, 'b.txt')).toBe('mended\n');
  });

  it('keeps an author and a message that are no UTF-8, byte for byte', async () => {
    await using bench = await Bench.create();
    await bench.git('checkout', '-q', '-b', 'topic');
    await writeFile(join(bench.work, 'message'), Buffer.from([...Buffer.from('caf'), 0xe9, 10]));
    await bench.git('rm', '-q', 'b.txt');
    await bench.git('-c', 'i18n.commitEncoding=ISO-8859-1', 'commit', '-q', '-F', 'message');
    const head = await bench.push();
    await bench.git('checkout', '-q', 'main');
    const base = await bench.save('main', { 'c.txt': 'c\n' });
    const tip = await bench.merged('rebase', base, head);
    expect(tip.message).toBe('café\n');
    const raw = await bench.fixture.git(['cat-file', 'commit', tip.id], { cwd: bench.repository.gitDir });
    expect(raw.stdout).toContain('\nencoding ISO-8859-1\n');
  });

  it('puts a history with a beginning of its own on top, once both are related', async () => {
    await using bench = await Bench.create();
    await bench.git('checkout', '-q', '--orphan', 'other');
    await bench.git('rm', '-q', '-r', '--cached', '.');
    await bench.save('another beginning', { 'x.txt': 'x\n', 'a.txt': 'one\ntwo\nthree\nfour\nfive\n', 'b.txt': 'b\n' });
    await bench.git('merge', '-q', '--allow-unrelated-histories', '-m', 'join', 'main');
    const head = await bench.save('after', { 'y.txt': 'y\n' });
    await bench.git('checkout', '-q', 'main');
    const base = await bench.save('main', { 'm.txt': 'm\n' });
    const tip = await bench.merged('rebase', base, head);
    const names = (await listTree(bench.repository, tip.id, ''))?.map(({ name }) => name);
    expect(names).toEqual(['a.txt', 'b.txt', 'm.txt', 'x.txt', 'y.txt']);
  });
});

it('writes the commits of a range as mails that git am takes', async () => {
  await using bench = await Bench.create();
  const { base, head } = await parted(bench);
  const start = await bench.git('rev-parse', 'main~1');
  const { bytes, truncated } = await rangePatch(bench.repository, start, head, { binary: true });
  expect(truncated).toBe(false);
  await writeFile(join(bench.fixture.folder, 'mails'), bytes);
  await bench.git('am', '-q', '-3', join(bench.fixture.folder, 'mails'));
  expect((await bench.git('log', '--format=%an %s', `${base}..HEAD`)).split('\n')).toEqual(['Ada topic: new file', 'Eve topic: one']);
});
