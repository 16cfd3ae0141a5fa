import { expect } from 'vitest';
import type { z } from 'zod';

import { repoCompareDiff, repoGetAllCommits, repoGetSingleCommit } from '@mosaic/contracts/gitea';

import { histories, type History } from './history.ts';
import { departure, requirement } from './suite.ts';

const [PAST, FUTURE] = ['2001-01-01T00:00:00Z', '2037-01-01T00:00:00Z'];

const lister =
  ({ owner, at }: History) =>
  async (query: z.input<typeof repoGetAllCommits.query>) =>
    (await owner.call(repoGetAllCommits, { ...at, query })).map(({ commit }) => commit.message.trim());

requirement('gitea.commits.list.200', async (target) => {
  for (const { owner, at, id } of await histories(target)) {
    const [newest, oldest] = await owner.call(repoGetAllCommits, at);
    expect(newest).toMatchObject({
      sha: id.Second,
      commit: { author: { name: 'Ada Lovelace', email: 'ada@example.test' } },
      parents: [{ sha: id.First }],
      files: [{ filename: 'a.txt', status: 'modified' }],
    });
    expect(oldest).toMatchObject({ sha: id.First, parents: [] });
  }
});

requirement('gitea.commits.list.from', async (target) => {
  for (const history of await histories(target)) {
    const list = lister(history);
    expect([await list({ sha: 'main' }), await list({ sha: 'next' }), await list({ sha: history.id.First })]).toEqual([
      ['Second', 'First'],
      ['Beside', 'First'],
      ['First'],
    ]);
  }
});

requirement('gitea.commits.list.path', async (target) => {
  for (const history of await histories(target)) {
    const list = lister(history);
    expect([await list({ path: 'docs' }), await list({ path: 'a.txt' })]).toEqual([['First'], ['Second', 'First']]);
  }
});

requirement('gitea.commits.list.not', async (target) => {
  for (const history of await histories(target)) {
    const list = lister(history);
    expect([await list({ not: 'next' }), await list({ sha: 'next', not: 'main' })]).toEqual([['Second'], ['Beside']]);
  }
});

requirement('gitea.commits.list.time', async (target) => {
  for (const history of await histories(target)) {
    const list = lister(history);
    expect([await list({ since: PAST }), await list({ since: FUTURE })]).toEqual([['Second', 'First'], []]);
    expect([await list({ until: PAST }), await list({ until: FUTURE })]).toEqual([[], ['Second', 'First']]);
  }
});

requirement('gitea.commits.list.files', async (target) => {
  for (const { owner, at } of await histories(target)) {
    const files = async (files: 'true' | 'false') =>
      (await owner.call(repoGetAllCommits, { ...at, query: { files } }))[0]?.files?.length ?? 0;
    expect([await files('true'), await files('false')]).toEqual([1, 0]);
  }
});

requirement('gitea.commits.list.pages', async (target) => {
  for (const history of await histories(target)) {
    const list = lister(history);
    expect([await list({ limit: 1, page: 1 }), await list({ limit: 1, page: 2 }), await list({ limit: 2, page: 1 })]).toEqual([
      ['Second'],
      ['First'],
      ['Second', 'First'],
    ]);
  }
});

requirement('gitea.commits.list.404', async (target) => {
  for (const { owner, at } of await histories(target))
    expect(await owner.refusal(repoGetAllCommits, { ...at, query: { sha: 'none' } })).toBe(404);
});

requirement('gitea.commits.get.200', async (target) => {
  for (const { owner, at, id } of await histories(target)) {
    const beside = {
      sha: id.Beside,
      commit: {
        message: expect.stringMatching(/^Beside\n?$/) as string,
        author: { name: 'Ada Lovelace', email: 'ada@example.test' },
      },
      parents: [{ sha: id.First }],
      files: [{ filename: 'c.txt', status: 'added' }],
    };
    for (const sha of ['next', id.Beside]) expect(await owner.call(repoGetSingleCommit, { ...at, sha })).toMatchObject(beside);
  }
});

requirement('gitea.commits.get.files', async (target) => {
  for (const { owner, at } of await histories(target)) {
    const files = async (files: 'true' | 'false') =>
      (await owner.call(repoGetSingleCommit, { ...at, sha: 'next', query: { files } })).files?.length ?? 0;
    expect([await files('true'), await files('false')]).toEqual([1, 0]);
  }
});

requirement('gitea.commits.get.diff', async (target) => {
  for (const { owner, at, id } of await histories(target))
    for (const kind of ['diff', 'patch']) {
      const { status, answer } = await owner.respond(repoGetSingleCommit, { ...at, sha: `${id.Second}.${kind}` });
      expect([status, answer]).toEqual([200, expect.stringContaining('-one\n+two\n') as string]);
    }
});

requirement('gitea.commits.get.binary', async (target) => {
  const home = await target.home();
  const { git, commit } = await target.clone(home);
  const sha = await commit({ bytes: 'a\0b' }, 'Bytes');
  await git('push', '-q', 'origin', 'main');
  const diff = async (query: z.input<typeof repoGetSingleCommit.query>) =>
    (await home.owner.respond(repoGetSingleCommit, { ...home.at, sha: `${sha}.diff`, query })).answer;
  expect([await diff({}), await diff({ binary: 'true' }), await diff({ binary: 'false' })]).toEqual([
    expect.stringContaining('GIT binary patch') as string,
    expect.stringContaining('GIT binary patch') as string,
    expect.stringContaining('Binary files ') as string,
  ]);
});
departure('gitea.commits.get.binary', '`binary=false` is ours, for people who read; upstream always sends what can be applied.');

requirement('gitea.commits.get.404', async (target) => {
  for (const { owner, at } of await histories(target))
    expect([404, 422]).toContain(await owner.refusal(repoGetSingleCommit, { ...at, sha: 'f'.repeat(40) }));
});

requirement('gitea.commits.compare.200', async (target) => {
  for (const { owner, at, id } of await histories(target)) {
    const compare = (basehead: string) => owner.call(repoCompareDiff, { ...at, basehead });
    expect(await compare('rel/1.0...main')).toMatchObject({ total_commits: 1, commits: [{ sha: id.Second }] });
    expect(await compare('main...next')).toMatchObject({ total_commits: 1, commits: [{ sha: id.Beside }] });
    expect(await compare('main...v1')).toMatchObject({ total_commits: 0, commits: [] });
  }
});

requirement('gitea.commits.compare.diff', async (target) => {
  for (const { owner, at } of await histories(target))
    for (const [basehead, diff] of [
      ['rel/1.0...main', expect.stringContaining('-one\n+two\n') as string],
      ['main...rel/1.0', ''],
    ] as const)
      expect(await owner.call(repoCompareDiff, { ...at, basehead })).toMatchObject({ diff, diff_truncated: false });
});
departure('gitea.commits.compare.diff', '`diff` is ours: upstream tells the commits and leaves their changes to its pages.');

requirement('gitea.commits.compare.404', async (target) => {
  for (const { owner, at } of await histories(target))
    expect(await owner.refusal(repoCompareDiff, { ...at, basehead: 'none...main' })).toBe(404);
});
