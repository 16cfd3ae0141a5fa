import { expect } from 'vitest';
import type { z } from 'zod';

import {
  repoCreateFile,
  repoDeleteFile,
  repoGetBranch,
  repoGetContents,
  repoGetContentsList,
  repoGetRawFile,
  repoGetRawFileOrLFS,
  repoGetSingleCommit,
  repoUpdateFile,
  type ContentsEntry,
  type FileOptions,
} from '@mosaic/contracts/gitea';

import { base64 } from './base64.ts';
import { histories } from './history.ts';
import { departure, requirement } from './suite.ts';
import type { Home } from './target.ts';

type Options = z.input<typeof FileOptions>;

/** A file's text at a ref; null where there is none. */
async function textAt({ owner, at }: Home, filepath: string, ref = 'main'): Promise<string | null> {
  const { status, answer } = await owner.respond(repoGetRawFile, { ...at, filepath, query: { ref } });
  return status === 404 ? null : Buffer.from(answer as Uint8Array).toString();
}

requirement('gitea.contents.raw.200', async (target) => {
  for (const history of await histories(target)) {
    const { owner, at, id } = history;
    expect(Buffer.from(await owner.call(repoGetRawFile, { ...at, filepath: 'docs/b.md' })).toString()).toBe(`# Of ${at.owner}\n`);
    expect([
      await textAt(history, 'a.txt', 'main'),
      await textAt(history, 'a.txt', 'next'),
      await textAt(history, 'a.txt', 'v1'),
      await textAt(history, 'a.txt', id.First),
      await textAt(history, 'a.txt', 'rel/1.0'),
    ]).toEqual(['two\n', 'one\n', 'one\n', 'one\n', 'one\n']);
  }
});

requirement('gitea.contents.raw.404', async (target) => {
  const [{ owner, at } = await target.home()] = await histories(target);
  expect(await owner.refusal(repoGetRawFile, { ...at, filepath: 'none.txt' })).toBe(404);
});

requirement('gitea.contents.raw.unknown-ref', async (target) => {
  const [{ owner, at } = await target.home()] = await histories(target);
  expect(await owner.refusal(repoGetRawFile, { ...at, filepath: 'a.txt', query: { ref: 'none' } })).toBe(404);
});
departure('gitea.contents.raw.unknown-ref', 'Upstream sends the file of the default branch, which was not asked for.');

requirement('gitea.contents.media.200', async (target) => {
  for (const { owner, at, id } of await histories(target)) {
    const textOf = async (filepath: string, ref: string) =>
      Buffer.from(await owner.call(repoGetRawFileOrLFS, { ...at, filepath, query: { ref } })).toString();
    expect([await textOf('a.txt', 'next'), await textOf('a.txt', id.First), await textOf('docs/b.md', '')]).toEqual([
      'one\n',
      'one\n',
      `# Of ${at.owner}\n`,
    ]);
  }
});

requirement('gitea.contents.media.404', async (target) => {
  const [{ owner, at } = await target.home()] = await histories(target);
  expect(await owner.refusal(repoGetRawFileOrLFS, { ...at, filepath: 'none.txt' })).toBe(404);
});

requirement('gitea.contents.get.file', async (target) => {
  for (const { owner, at, id } of await histories(target)) {
    const file = { type: 'file', name: 'a.txt', path: 'a.txt', size: 4, encoding: 'base64' };
    const shown = (ref: string) => owner.call(repoGetContents, { ...at, filepath: 'a.txt', query: { ref } });
    expect(await shown('main')).toMatchObject({ ...file, content: base64('two\n') });
    expect(await shown('next')).toMatchObject({ ...file, content: base64('one\n') });
    expect(await owner.call(repoGetContents, { ...at, filepath: 'a.txt' })).toEqual(await shown('main'));
    expect(await owner.call(repoGetContents, { ...at, filepath: 'c.txt', query: { ref: 'next' } })).toMatchObject({ sha: id.c });
    expect(await owner.call(repoGetContents, { ...at, filepath: 'docs/b.md' })).toMatchObject({ name: 'b.md', path: 'docs/b.md' });
  }
});

requirement('gitea.contents.get.folder', async (target) => {
  const [{ owner, at } = await target.home()] = await histories(target);
  expect(await owner.call(repoGetContents, { ...at, filepath: 'docs' })).toMatchObject([
    { type: 'file', name: 'b.md', path: 'docs/b.md', content: null },
  ]);
});

requirement('gitea.contents.get.404', async (target) => {
  const [{ owner, at } = await target.home()] = await histories(target);
  expect([
    await owner.refusal(repoGetContents, { ...at, filepath: 'none.txt' }),
    await owner.refusal(repoGetContents, { ...at, filepath: 'a.txt', query: { ref: 'none' } }),
  ]).toEqual([404, 404]);
});

requirement('gitea.contents.list.200', async (target) => {
  for (const { owner, at } of await histories(target)) {
    const root = async (query: z.input<typeof repoGetContentsList.query>) =>
      ((await owner.call(repoGetContentsList, { ...at, query })) as ContentsEntry[]).map(({ type, path }) => `${type} ${path}`).toSorted();
    expect([await root({}), await root({ ref: 'main' }), await root({ ref: 'next' })]).toEqual([
      ['dir docs', 'file a.txt'],
      ['dir docs', 'file a.txt'],
      ['dir docs', 'file a.txt', 'file c.txt'],
    ]);
  }
});

requirement('gitea.contents.list.404', async (target) => {
  const [{ owner, at } = await target.home()] = await histories(target);
  expect(await owner.refusal(repoGetContentsList, { ...at, query: { ref: 'none' } })).toBe(404);
});

/** A way to write a file, which is first made where the way needs one. */
interface Way {
  kind: string;
  write: (
    home: Home,
    filepath: string,
    options: Options,
  ) => Promise<{ content: ContentsEntry | null; commit: { sha: string; message: string } }>;
  /** The file's text, by its path, before and after the write. */
  before: (filepath: string) => string | null;
  after: (filepath: string) => string | null;
}

const oldOf = (filepath: string) => `old ${filepath}\n`;
const newOf = (filepath: string) => `new ${filepath}\n`;
const create = ({ owner, at }: Home, filepath: string, options: Options, text = newOf(filepath)) =>
  owner.call(repoCreateFile, { ...at, filepath, body: { ...options, content: base64(text) } });
const begun = async (home: Home, filepath: string, { branch = '' }: Options) =>
  (await create(home, filepath, { branch }, oldOf(filepath))).content?.sha ?? '';

const WAYS: Way[] = [
  { kind: 'create', write: create, before: () => null, after: newOf },
  {
    kind: 'update',
    async write(home, filepath, options) {
      const body = { ...options, sha: await begun(home, filepath, options), content: base64(newOf(filepath)) };
      return home.owner.call(repoUpdateFile, { ...home.at, filepath, body });
    },
    before: oldOf,
    after: newOf,
  },
  {
    kind: 'delete',
    async write(home, filepath, options) {
      const body = { ...options, sha: await begun(home, filepath, options) };
      return home.owner.call(repoDeleteFile, { ...home.at, filepath, body });
    },
    before: oldOf,
    after: () => null,
  },
];

const [GRACE, LIN] = [
  { name: 'Grace', email: 'grace@example.test' },
  { name: 'Lin', email: 'lin@example.test' },
];
const [EARLY, LATE] = ['2001-02-03T04:05:06Z', '2002-03-04T05:06:07Z'];
const moment = (text: string) => expect.toSatisfy((date: string) => Date.parse(date) === Date.parse(text)) as string;

/** What a write may say of its commit, and what the commit then says. */
const TOLD: [Options, object][] = [
  [{ message: 'Because' }, { message: expect.stringMatching(/^Because\n?$/) as string }],
  [{ message: 'Therefore' }, { message: expect.stringMatching(/^Therefore\n?$/) as string }],
  [
    { author: GRACE, committer: LIN },
    { author: GRACE, committer: LIN },
  ],
  [
    { author: LIN, committer: GRACE },
    { author: LIN, committer: GRACE },
  ],
  [{ author: GRACE }, { author: GRACE, committer: GRACE }],
  [{ committer: LIN }, { author: LIN, committer: LIN }],
  [{ dates: { author: EARLY, committer: LATE } }, { author: { date: moment(EARLY) }, committer: { date: moment(LATE) } }],
  [{ dates: { author: LATE, committer: EARLY } }, { author: { date: moment(LATE) }, committer: { date: moment(EARLY) } }],
  [{ message: 'Signed', signoff: true }, { message: expect.stringMatching(/^Signed\n+Signed-off-by: .+ <.+>\n?$/) as string }],
  [{ message: 'Unsigned', signoff: false }, { message: expect.stringMatching(/^Unsigned\n?$/) as string }],
];

for (const { kind, write, ...text } of WAYS) {
  requirement(`gitea.contents.${kind}.written` as 'gitea.contents.create.written', async (target) => {
    for (const home of await target.homes()) {
      for (const filepath of ['a.txt', 'deep/er/a b.txt']) {
        const { content, commit } = await write(home, filepath, {});
        expect(commit.message.trim()).toBe(`${kind === 'create' ? 'Add' : kind === 'update' ? 'Update' : 'Delete'} ${filepath}`);
        const written = text.after(filepath);
        expect(content?.path).toBe(written === null ? undefined : filepath);
        expect(await textAt(home, filepath)).toBe(written);
        expect((await home.owner.call(repoGetSingleCommit, { ...home.at, sha: 'main' })).sha).toBe(commit.sha);
      }
    }
  });

  requirement(`gitea.contents.${kind}.told` as 'gitea.contents.create.told', async (target) => {
    const home = await target.home();
    for (const [index, [options, told]] of TOLD.entries()) {
      const { commit } = await write(home, `${index}.txt`, options);
      const shown = await home.owner.call(repoGetSingleCommit, { ...home.at, sha: commit.sha });
      expect(shown.commit, JSON.stringify(options)).toMatchObject(told);
    }
  });

  requirement(`gitea.contents.${kind}.branch` as 'gitea.contents.create.branch', async (target) => {
    const home = await target.home();
    await create(home, 'begin.txt', { new_branch: 'next' });
    for (const branch of ['next', 'main']) {
      const filepath = `on-${branch}.txt`;
      await write(home, filepath, { branch });
      const other = branch === 'next' ? 'main' : 'next';
      expect([await textAt(home, filepath, branch), await textAt(home, filepath, other)]).toEqual([text.after(filepath), null]);
    }
    for (const branch of ['beside', 'with/slash']) {
      const filepath = `to-${branch}.txt`;
      await write(home, filepath, { new_branch: branch });
      expect([await textAt(home, filepath, branch), await textAt(home, filepath)]).toEqual([text.after(filepath), text.before(filepath)]);
    }
  });
}

requirement('gitea.contents.create.exists', async (target) => {
  const home = await target.home();
  await begun(home, 'a.txt', {});
  expect(await home.owner.refusal(repoCreateFile, { ...home.at, filepath: 'a.txt', body: { content: base64('other\n') } })).toBe(422);
  expect(await textAt(home, 'a.txt')).toBe(oldOf('a.txt'));
});

requirement('gitea.contents.create.422', async (target) => {
  const { owner, at } = await target.home();
  const refused = (filepath: string, content: string) => owner.refusal(repoCreateFile, { ...at, filepath, body: { content } });
  expect([await refused('.git/config', base64('x')), await refused('a.txt', 'no base 64!')]).toEqual([422, 422]);
});

requirement('gitea.contents.update.made', async (target) => {
  const home = await target.home();
  const { status } = await home.owner.respond(repoUpdateFile, { ...home.at, filepath: 'made.txt', body: { content: base64('other\n') } });
  expect([status, await textAt(home, 'made.txt')]).toEqual([201, 'other\n']);
});

requirement('gitea.contents.update.moved', async (target) => {
  const home = await target.home();
  for (const [from_path, filepath] of [
    ['was.txt', 'is.txt'],
    ['before.txt', 'deep/after.txt'],
  ] as const) {
    const sha = await begun(home, from_path, {});
    await home.owner.call(repoUpdateFile, { ...home.at, filepath, body: { from_path, sha, content: base64('other\n') } });
    expect([await textAt(home, from_path), await textAt(home, filepath)]).toEqual([null, 'other\n']);
  }
});

requirement('gitea.contents.update.conflict', async (target) => {
  const home = await target.home();
  await begun(home, 'a.txt', {});
  for (const id of [{ sha: 'f'.repeat(40) }, {}]) {
    const body = { content: base64('other\n'), ...id };
    expect([409, 422]).toContain(await home.owner.refusal(repoUpdateFile, { ...home.at, filepath: 'a.txt', body }));
  }
  expect(await textAt(home, 'a.txt')).toBe(oldOf('a.txt'));
});

requirement('gitea.contents.delete.conflict', async (target) => {
  const home = await target.home();
  await begun(home, 'a.txt', {});
  expect([409, 422]).toContain(await home.owner.refusal(repoDeleteFile, { ...home.at, filepath: 'a.txt', body: { sha: 'f'.repeat(40) } }));
  expect(await textAt(home, 'a.txt')).toBe(oldOf('a.txt'));
});

requirement('gitea.contents.forbidden', async (target) => {
  const home = await target.home();
  const sha = await begun(home, 'a.txt', {});
  const at = { ...home.at, filepath: 'a.txt' };
  expect([
    await home.other.refusal(repoCreateFile, { ...at, filepath: 'b.txt', body: { content: base64('other\n') } }),
    await home.other.refusal(repoUpdateFile, { ...at, body: { content: base64('other\n'), sha } }),
    await home.other.refusal(repoDeleteFile, { ...at, body: { sha } }),
  ]).toEqual([403, 403, 403]);
  expect([await textAt(home, 'a.txt'), await textAt(home, 'b.txt')]).toEqual([oldOf('a.txt'), null]);
  expect(await home.owner.call(repoGetBranch, { ...home.at, branch: 'main' })).toMatchObject({ name: 'main' });
});
