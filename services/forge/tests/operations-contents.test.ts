import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';

import {
  getAnnotatedTag,
  getBlob,
  getTree,
  repoCreateFile,
  repoDeleteFile,
  repoGetAllCommits,
  repoGetContents,
  repoGetContentsList,
  repoGetSingleCommit,
  repoUpdateFile,
  type ContentsEntry,
  type FileOptions,
} from '@mosaic/contracts/gitea';
import { nativeCalls, searchCode } from '@mosaic/contracts/mosaic';

import { commit, runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';

/* Each operation on files and commits through its door: what it answers, and that each parameter changes the answer. */

const base64 = (text: string) => Buffer.from(text).toString('base64');
const lib = { owner: 'ada', repo: 'lib' };
const NEXT = { ref: 'next' };

let bench: ForgeHarness;
const ada = () => bench.as(TOKENS.ada);
const native = () => nativeCalls(bench.send(TOKENS.ada));
/** Commits by their message. */
let sha = { First: '', Second: '', Beside: '' };
let work = '';
const git = (...args: string[]) => runGit(args, { cwd: work }).then((text) => text.trim());

/** On main: a.txt and docs/b.md, then a.txt once more; on next, which begins at the first: a.txt, docs/b.md and c.txt. */
beforeAll(async () => {
  bench = await startForge();
  await ada().createRepository({ name: 'lib' });
  work = await bench.workspace('ada/lib', TOKENS.ada, { 'a.txt': 'one\n', 'docs/b.md': '# B\n' });
  await git('commit', '-q', '--amend', '-m', 'First');
  const First = await git('rev-parse', 'HEAD');
  const Second = await commit(work, { 'a.txt': 'two\n' }, 'Second');
  await git('checkout', '-q', '-b', 'next', First);
  const Beside = await commit(work, { 'c.txt': 'three\n' }, 'Beside');
  sha = { First, Second, Beside };
  await git('tag', '-a', 'v1', '-m', 'Words', First);
  await git('push', '-q', 'origin', 'main', 'next', 'v1');
});
afterAll(() => bench[Symbol.asyncDispose]());

const fileAt = (filepath: string, query: z.input<typeof repoGetContents.query> = {}) =>
  ada().call(repoGetContents, { ...lib, filepath, query }) as Promise<ContentsEntry>;
const textAt = (filepath: string, ref: string) => ada().fileText({ ...lib, filepath, query: { ref } });

test('a file and a folder, at a ref', async () => {
  expect([await textAt('a.txt', ''), await textAt('a.txt', 'next'), await textAt('c.txt', '')]).toEqual(['two\n', 'one\n', null]);
  // By hand: its status is held to nothing where a file is sent.
  const raw = await bench.send(TOKENS.ada)({ method: 'GET', path: '/api/v1/repos/ada/lib/raw/docs/b.md' });
  expect([raw.status, await raw.text()]).toEqual([200, '# B\n']);
  const file = { type: 'file', path: 'a.txt', size: 4, encoding: 'base64' };
  expect(await fileAt('a.txt')).toMatchObject({ ...file, content: base64('two\n'), sha: await git('rev-parse', 'main:a.txt') });
  expect(await fileAt('a.txt', NEXT)).toMatchObject({ ...file, content: base64('one\n') });
  expect(await fileAt('docs')).toMatchObject([{ type: 'file', name: 'b.md', path: 'docs/b.md', content: null }]);
  const root = async (query: z.input<typeof repoGetContentsList.query>) =>
    ((await ada().call(repoGetContentsList, { ...lib, query })) as ContentsEntry[]).map(({ type, path }) => `${type} ${path}`).toSorted();
  expect([await root({}), await root(NEXT)]).toEqual([
    ['dir docs', 'file a.txt'],
    ['dir docs', 'file a.txt', 'file c.txt'],
  ]);
});

test('a tree, page by page, a blob and an annotated tag', async () => {
  const tree = (query: z.input<typeof getTree.query>) => ada().call(getTree, { ...lib, sha: 'next', query });
  const paths = async (query: z.input<typeof getTree.query>) => (await tree(query)).tree.map(({ path }) => path);
  expect(await tree({})).toMatchObject({ sha: sha.Beside, truncated: false, page: 1, total_count: 3 });
  expect([await paths({}), await paths({ recursive: 'true' })]).toEqual([
    ['a.txt', 'c.txt', 'docs'],
    ['a.txt', 'c.txt', 'docs', 'docs/b.md'],
  ]);
  expect([await paths({ per_page: 2 }), await paths({ per_page: 2, page: 2 })]).toEqual([['a.txt', 'c.txt'], ['docs']]);
  expect(await tree({ per_page: 2 })).toMatchObject({ truncated: true, total_count: 3 });
  const blob = await git('rev-parse', 'next:c.txt');
  expect(await ada().call(getBlob, { ...lib, sha: blob })).toMatchObject({
    sha: blob,
    size: 6,
    encoding: 'base64',
    content: base64('three\n'),
  });
  const tag = await git('rev-parse', 'v1');
  expect(await ada().call(getAnnotatedTag, { ...lib, sha: tag })).toMatchObject({
    tag: 'v1',
    sha: tag,
    message: expect.stringContaining('Words') as string,
    tagger: { name: 'Ada Lovelace', email: 'ada@example.test' },
    object: { type: 'commit', sha: sha.First },
  });
  expect(await ada().callOrNull(getBlob, { ...lib, sha: 'f'.repeat(40) })).toBeNull();
  expect(await ada().callOrNull(getAnnotatedTag, { ...lib, sha: sha.First })).toBeNull();
});

test('the list of commits, filter by filter', async () => {
  const list = async (query: z.input<typeof repoGetAllCommits.query>) =>
    (await ada().call(repoGetAllCommits, { ...lib, query })).map((one) => one.commit.message.trim());
  expect([await list({}), await list({ sha: 'next' })]).toEqual([
    ['Second', 'First'],
    ['Beside', 'First'],
  ]);
  expect([await list({ limit: 1 }), await list({ limit: 1, page: 2 })]).toEqual([['Second'], ['First']]);
  expect([await list({ path: 'docs' }), await list({ path: 'a.txt' })]).toEqual([['First'], ['Second', 'First']]);
  expect(await list({ not: 'next' })).toEqual(['Second']);
  const [past, future] = ['2001-01-01T00:00:00Z', '2999-01-01T00:00:00Z'];
  expect([await list({ since: past }), await list({ since: future })]).toEqual([['Second', 'First'], []]);
  expect([await list({ until: past }), await list({ until: future })]).toEqual([[], ['Second', 'First']]);
  const [newest] = await ada().call(repoGetAllCommits, lib);
  expect(newest).toMatchObject({ sha: sha.Second, parents: [{ sha: sha.First }], files: [{ filename: 'a.txt', status: 'modified' }] });
  const [bare] = await ada().call(repoGetAllCommits, { ...lib, query: { files: 'false' } });
  expect(bare?.files).toBeUndefined();
});

test('one commit, with its files or without, and as text', async () => {
  const one = (query: z.input<typeof repoGetSingleCommit.query>) => ada().call(repoGetSingleCommit, { ...lib, sha: 'next', query });
  expect(await one({})).toMatchObject({
    sha: sha.Beside,
    commit: { message: expect.stringMatching(/^Beside/) as string, author: { name: 'Ada Lovelace', email: 'ada@example.test' } },
    parents: [{ sha: sha.First }],
    files: [{ filename: 'c.txt', status: 'added' }],
  });
  expect((await one({ files: 'false' })).files).toBeUndefined();
  expect(await ada().callOrNull(repoGetSingleCommit, { ...lib, sha: 'f'.repeat(40) })).toBeNull();
  await ada().call(repoCreateFile, {
    ...lib,
    filepath: 'bytes',
    body: { content: Buffer.from([0, 1, 2]).toString('base64'), new_branch: 'bytes' },
  });
  const { sha: bytes } = await ada().call(repoGetSingleCommit, { ...lib, sha: 'bytes' });
  const diff = async (query: string) =>
    (await bench.send(TOKENS.ada)({ method: 'GET', path: `/api/v1/repos/ada/lib/git/commits/${bytes}.diff${query}` })).text();
  expect([await diff(''), await diff('?binary=false')]).toEqual([
    expect.stringContaining('GIT binary patch') as string,
    expect.stringContaining('Binary files ') as string,
  ]);
});

test('lines that hold a text, at a ref', async () => {
  const find = (q: string, ref = '') => native().call(searchCode, { ...lib, query: { q, ref } });
  expect(await find('TWO')).toEqual({ matches: [{ path: 'a.txt', line: 1, text: 'two' }], truncated: false });
  expect((await find('two', 'next')).matches).toEqual([]);
  expect((await find('three', 'next')).matches).toEqual([{ path: 'c.txt', line: 1, text: 'three' }]);
});

type Options = z.input<typeof FileOptions>;
const PERSON = { name: 'Grace', email: 'grace@example.test' };
/** What every write of contents may say, and what its commit then tells. */
const OPTIONS: [Options, object][] = [
  [{ message: 'Because' }, { message: 'Because', author: { name: 'Ada Lovelace' } }],
  [{ author: PERSON }, { author: PERSON, committer: { name: 'Grace' } }],
  [{ committer: PERSON }, { author: { name: 'Grace' }, committer: PERSON }],
  [{ signoff: true }, { message: expect.stringMatching(/\n\nSigned-off-by: \S+.*<.+>$/) as string }],
  [
    { dates: { author: '2001-02-03T04:05:06Z', committer: '2002-03-04T05:06:07Z' } },
    { author: { date: '2001-02-03T04:05:06Z' }, committer: { date: '2002-03-04T05:06:07Z' } },
  ],
];

const shaOf = async (ref: string) => (await ada().call(repoGetSingleCommit, { ...lib, sha: ref })).sha;

/** What main's newest commit says; its message without the end of its last line. */
async function tip(): Promise<object> {
  const { commit: newest } = await ada().call(repoGetSingleCommit, { ...lib, sha: 'main' });
  return { ...newest, message: newest.message.trim() };
}

const [OLD, NEW] = ['old\n', 'new\n'];
const create = (filepath: string, body: Options, text = NEW) =>
  ada().call(repoCreateFile, { ...lib, filepath, body: { ...body, content: base64(text) } });
/** Writes of a file that is there, on the branch that they are for. */
const begun = async (filepath: string, { branch = '' }: Options) => {
  const { content } = await create(filepath, { branch }, OLD);
  return { sha: content?.sha ?? '' };
};

test.each([
  { kind: 'Add', write: create, before: null, after: NEW },
  {
    kind: 'Update',
    write: async (filepath: string, options: Options) => {
      const body = { ...options, ...(await begun(filepath, options)), content: base64(NEW) };
      return ada().call(repoUpdateFile, { ...lib, filepath, body });
    },
    before: OLD,
    after: NEW,
  },
  {
    kind: 'Delete',
    write: async (filepath: string, options: Options) => {
      const body = { ...options, ...(await begun(filepath, options)) };
      return ada().call(repoDeleteFile, { ...lib, filepath, body });
    },
    before: OLD,
    after: null,
  },
])('$kind a file: each option shows in the commit or in where it goes', async ({ kind, write, before, after }) => {
  const plain = `${kind}.txt`;
  const answer = await write(plain, {});
  expect(answer.commit.message.trim()).toBe(`${kind} ${plain}`);
  expect(answer.content?.path).toBe(after === null ? undefined : plain);
  expect([await textAt(plain, ''), await tip()]).toEqual([after, expect.objectContaining({ message: `${kind} ${plain}` })]);
  for (const [index, [options, told]] of OPTIONS.entries()) {
    expect((await write(`${kind}-${index}.txt`, options)).commit.sha).toBe(await shaOf('main'));
    expect(await tip()).toMatchObject(told);
  }
  await write(`beside-${plain}`, { branch: 'next' });
  expect([await textAt(`beside-${plain}`, 'next'), await textAt(`beside-${plain}`, 'main')]).toEqual([after, null]);
  await write(`new-${plain}`, { new_branch: `new-${kind}` });
  expect([await textAt(`new-${plain}`, `new-${kind}`), await textAt(`new-${plain}`, 'main')]).toEqual([after, before]);
});

test('a file is updated by the id of what it replaces, moved, or made', async () => {
  const { sha: id } = await begun('was.txt', {});
  const update = (filepath: string, body: { sha?: string; from_path?: string }) =>
    ada().call(repoUpdateFile, { ...lib, filepath, body: { ...body, content: base64(NEW) } });
  await expect(update('was.txt', { sha: 'f'.repeat(40) })).rejects.toMatchObject({ status: 422 });
  await expect(update('was.txt', {})).rejects.toMatchObject({ status: 422 });
  await update('is.txt', { from_path: 'was.txt', sha: id });
  expect([await textAt('was.txt', ''), await textAt('is.txt', '')]).toEqual([null, NEW]);
  await update('made.txt', {});
  expect(await textAt('made.txt', '')).toBe(NEW);
});
