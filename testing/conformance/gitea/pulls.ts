import { expect, vi } from 'vitest';
import type { z } from 'zod';

import {
  issueListIssues,
  issueListLabels,
  repoAddCollaborator,
  repoCreateBranch,
  repoCreateFile,
  repoCreatePullRequest,
  repoDeleteBranch,
  repoDownloadPullDiffOrPatch,
  repoEdit,
  repoEditPullRequest,
  repoGet,
  repoGetBranch,
  repoGetPullRequest,
  repoGetPullRequestByBaseHead,
  repoGetPullRequestCommits,
  repoGetPullRequestFiles,
  repoGetSingleCommit,
  repoListPullRequests,
  repoMergePullRequest,
  repoPullRequestIsMerged,
  repoUpdatePullRequest,
  type PullRequest,
} from '@mosaic/contracts/gitea';

import { once } from './once.ts';
import { departure, requirement } from './suite.ts';
import type { GiteaTarget, Home } from './target.ts';

type NewPull = z.input<typeof repoCreatePullRequest.body>;
type Merge = z.input<typeof repoMergePullRequest.body>;

/** Upstream checks a pull request, and settles a push, after it has answered. */
const PATIENCE = { timeout: 10_000, interval: 50 };

async function write({ owner, at }: Home, branch: string, filepath: string, text = `${branch}\n`): Promise<string> {
  const body = { branch, content: Buffer.from(text).toString('base64'), message: `${branch}: ${filepath}` };
  return (await owner.call(repoCreateFile, { ...at, filepath, body })).commit.sha;
}

async function homesWith(target: GiteaTarget, ...names: string[]): Promise<Home[]> {
  const homes = await target.homes();
  for (const home of homes) await target.branches(home, ...names);
  return homes;
}

async function homeWith(target: GiteaTarget, ...names: string[]): Promise<Home> {
  const home = await target.home();
  await target.branches(home, ...names);
  return home;
}

/** With the labels that Gitea brings. */
async function labelledHomesWith(target: GiteaTarget, ...names: string[]): Promise<Home[]> {
  const homes = await target.homes({ issue_labels: 'Default' });
  for (const home of homes) await target.branches(home, ...names);
  return homes;
}

const open = ({ owner, at }: Home, body: Partial<NewPull> = {}) =>
  owner.call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Topic', ...body } });
const get = ({ owner, at }: Home, index = 1) => owner.call(repoGetPullRequest, { ...at, index });
/** A check may not be over yet. */
const merge = ({ owner, at }: Home, body: Merge, index = 1) =>
  vi.waitFor(() => owner.call(repoMergePullRequest, { ...at, index, body }), PATIENCE);
const tip = async ({ owner, at }: Home, branch: string) => (await owner.call(repoGetBranch, { ...at, branch })).commit.id;
const nameOf = ({ at }: Home) => (at.owner === 'ada' ? 'bob' : 'ada');
const until = (home: Home, shown: object, index = 1): Promise<PullRequest> =>
  vi.waitFor(async () => {
    const pull = await get(home, index);
    expect(pull).toMatchObject(shown);
    return pull;
  }, PATIENCE);

/** Three pull requests: the owner's, the other developer's into another branch, and a closed one with two labels. */
async function shelf(home: Home) {
  const { owner, other, at } = home;
  await owner.call(repoAddCollaborator, { ...at, collaborator: nameOf(home), body: { permission: 'write' } });
  const [one, two] = (await owner.call(issueListLabels, at)).map(({ id }) => id);
  await open(home);
  await other.call(repoCreatePullRequest, { ...at, body: { head: 'side', base: 'topic', title: 'Side', labels: [one as number] } });
  await open(home, { head: 'third', title: 'Third', labels: [one as number, two as number] });
  await owner.call(repoEditPullRequest, { ...at, index: 3, body: { state: 'closed' } });
  const list = async (query: z.input<typeof repoListPullRequests.query>) =>
    (await owner.call(repoListPullRequests, { ...at, query })).map(({ number }) => number);
  return { ...home, list, labels: [one as number, two as number] as const };
}
const shelves = once(async (target) => Promise.all((await labelledHomesWith(target, 'topic', 'side', 'third')).map(shelf)));

requirement('gitea.pulls.list.none', async (target) => {
  for (const { owner, at } of await target.homes()) expect(await owner.call(repoListPullRequests, at)).toEqual([]);
});

requirement('gitea.pulls.list.404', async (target) => {
  const { other, at } = await target.home({ private: true });
  expect(await other.refusal(repoListPullRequests, at)).toBe(404);
});

requirement('gitea.pulls.list.state', async (target) => {
  for (const { list } of await shelves(target))
    expect([await list({}), await list({ state: 'open' }), await list({ state: 'closed' }), await list({ state: 'all' })]).toEqual([
      [2, 1],
      [2, 1],
      [3],
      [3, 2, 1],
    ]);
});

requirement('gitea.pulls.list.pages', async (target) => {
  for (const { list } of await shelves(target))
    expect([await list({ limit: 1, page: 1 }), await list({ limit: 1, page: 2 }), await list({ limit: 2, page: 1 })]).toEqual([
      [2],
      [1],
      [2, 1],
    ]);
});

requirement('gitea.pulls.list.narrowed', async (target) => {
  for (const { list, labels, at, ...home } of await shelves(target)) {
    const other = nameOf({ ...home, at });
    expect([await list({ base_branch: 'main' }), await list({ base_branch: 'topic' })]).toEqual([[1], [2]]);
    expect([await list({ poster: at.owner }), await list({ poster: other })]).toEqual([[1], [2]]);
    const [one, two] = labels;
    expect([await list({ state: 'all', labels: [one] }), await list({ state: 'all', labels: [two] })]).toEqual([[3, 2], [3]]);
  }
});

requirement('gitea.pulls.list.order', async (target) => {
  for (const { list } of await shelves(target))
    expect([await list({ sort: 'oldest' }), await list({ sort: 'leastupdate' })]).toEqual([
      [1, 2],
      [1, 2],
    ]);
});

requirement('gitea.pulls.list.as-issues', async (target) => {
  for (const { owner, at } of await shelves(target)) {
    const numbers = async (type: string) => (await owner.call(issueListIssues, { ...at, query: { type } })).map(({ number }) => number);
    expect([await numbers('pulls'), await numbers('issues')]).toEqual([[2, 1], []]);
    expect(await owner.call(repoGet, at)).toMatchObject({ open_issues_count: 0, open_pr_counter: 2 });
  }
});

requirement('gitea.pulls.create.201', async (target) => {
  for (const home of await homesWith(target, 'topic')) {
    const main = await tip(home, 'main');
    const pull = await open(home);
    expect(pull).toMatchObject({
      number: 1,
      title: 'Topic',
      body: '',
      state: 'open',
      draft: false,
      merged: false,
      merge_base: main,
      user: { login: home.at.owner },
      base: { label: 'main', ref: 'main', sha: main },
      head: { label: 'topic', ref: 'topic', sha: await tip(home, 'topic') },
    });
    expect(await until(home, { mergeable: true })).toMatchObject({ additions: 1, deletions: 0, changed_files: 1 });
  }
});

requirement('gitea.pulls.create.members', async (target) => {
  for (const home of await labelledHomesWith(target, 'one', 'two')) {
    const [label, other] = (await home.owner.call(issueListLabels, home.at)).map(({ id }) => id);
    await home.owner.call(repoAddCollaborator, { ...home.at, collaborator: nameOf(home), body: { permission: 'write' } });
    const made: [Partial<NewPull>, object][] = [
      [
        { head: 'one', title: 'One', body: 'Words', assignee: 'ada', labels: [label as number], allow_maintainer_edit: true },
        { title: 'One', body: 'Words', assignee: { login: 'ada' }, labels: [{ id: label }], allow_maintainer_edit: true, draft: false },
      ],
      [
        { head: 'two', title: 'WIP: Two', body: 'Others', assignee: 'bob', labels: [other as number], allow_maintainer_edit: false },
        {
          title: 'WIP: Two',
          body: 'Others',
          assignee: { login: 'bob' },
          labels: [{ id: other }],
          allow_maintainer_edit: false,
          draft: true,
        },
      ],
      [
        { head: 'two', base: 'one', title: '[WIP] Three', assignees: ['ada', 'bob'], due_date: '2030-01-02T03:04:05Z' },
        { base: { ref: 'one' }, draft: true, due_date: '2030-01-02T23:59:59Z' },
      ],
      [
        { head: `${home.at.owner}:one`, base: 'two', assignees: ['bob'], due_date: '2031-01-02T03:04:05Z' },
        { head: { ref: 'one' }, base: { ref: 'two' }, assignees: [{ login: 'bob' }], due_date: '2031-01-02T23:59:59Z' },
      ],
    ];
    for (const [body, shown] of made) expect(await open(home, body)).toMatchObject(shown);
  }
});

requirement('gitea.pulls.create.409', async (target) => {
  const home = await homeWith(target, 'topic');
  await open(home);
  const body = { head: 'topic', base: 'main', title: 'Again' };
  expect(await home.owner.refusal(repoCreatePullRequest, { ...home.at, body })).toBe(409);
  await home.owner.call(repoEditPullRequest, { ...home.at, index: 1, body: { state: 'closed' } });
  expect((await open(home)).number).toBe(2);
});

requirement('gitea.pulls.create.422', async (target) => {
  const home = await homeWith(target, 'topic');
  expect(await home.owner.refusal(repoCreatePullRequest, { ...home.at, body: { head: 'main', base: 'main', title: 'T' } })).toBe(422);
});

requirement('gitea.pulls.create.nothing', async (target) => {
  const home = await homeWith(target);
  await home.owner.call(repoCreateBranch, { ...home.at, body: { new_branch_name: 'same' } });
  expect(await home.owner.refusal(repoCreatePullRequest, { ...home.at, body: { head: 'same', base: 'main', title: 'T' } })).toBe(422);
});
departure('gitea.pulls.create.nothing', 'A branch without a commit of its own is refused at once; upstream opens one that is empty.');

requirement('gitea.pulls.create.404', async (target) => {
  const home = await homeWith(target, 'topic');
  for (const body of [
    { head: 'none', base: 'main', title: 'T' },
    { head: 'topic', base: 'none', title: 'T' },
  ])
    expect(await home.owner.refusal(repoCreatePullRequest, { ...home.at, body })).toBe(404);
});

/** Two homes with one pull request into main and one into its head. */
const pairs = once(async (target) => {
  const homes = await homesWith(target, 'topic', 'side');
  for (const home of homes) {
    await open(home);
    await open(home, { head: 'side', base: 'topic', title: 'Side' });
  }
  return homes;
});

requirement('gitea.pulls.get.200', async (target) => {
  for (const { owner, at } of await pairs(target))
    for (const [index, title] of [
      [1, 'Topic'],
      [2, 'Side'],
    ] as const)
      expect(await owner.call(repoGetPullRequest, { ...at, index })).toMatchObject({ number: index, title });
});

requirement('gitea.pulls.get.404', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(repoGetPullRequest, { ...at, index: 1 })).toBe(404);
});

requirement('gitea.pulls.get.branches', async (target) => {
  for (const { owner, at } of await pairs(target)) {
    const found = async (base: string, head: string) => (await owner.call(repoGetPullRequestByBaseHead, { ...at, base, head })).number;
    expect([await found('main', 'topic'), await found('topic', 'side'), await found('main', `${at.owner}:topic`)]).toEqual([1, 2, 1]);
    expect(await owner.refusal(repoGetPullRequestByBaseHead, { ...at, base: 'side', head: 'topic' })).toBe(404);
  }
});

requirement('gitea.pulls.edit.201', async (target) => {
  for (const home of await labelledHomesWith(target, 'topic', 'side')) {
    const [label, other] = (await home.owner.call(issueListLabels, home.at)).map(({ id }) => id);
    await home.owner.call(repoAddCollaborator, { ...home.at, collaborator: nameOf(home), body: { permission: 'write' } });
    await open(home);
    await open(home, { head: 'side', title: 'Side' });
    const changes: [z.input<typeof repoEditPullRequest.body>, object][] = [
      [{ title: 'Better' }, { title: 'Better', draft: false }],
      [{ title: 'WIP: Better' }, { title: 'WIP: Better', draft: true, mergeable: false }],
      [{ body: 'Words' }, { body: 'Words', title: 'WIP: Better' }],
      [{ body: 'Others' }, { body: 'Others' }],
      [{ labels: [label as number] }, { labels: [{ id: label }] }],
      [{ labels: [other as number] }, { labels: [{ id: other }] }],
      [{ assignee: 'ada' }, { assignees: [{ login: 'ada' }] }],
      [{ assignee: 'bob' }, { assignees: [{ login: 'bob' }] }],
      [{ assignees: ['ada'] }, { assignees: [{ login: 'ada' }] }],
      [{ assignees: [] }, { assignees: [] }],
      [{ due_date: '2030-01-02T03:04:05Z' }, { due_date: '2030-01-02T23:59:59Z' }],
      [{ due_date: '2031-01-02T03:04:05Z', unset_due_date: false }, { due_date: '2031-01-02T23:59:59Z' }],
      [{ unset_due_date: true }, { due_date: null }],
      [{ allow_maintainer_edit: true }, { allow_maintainer_edit: true }],
      [{ allow_maintainer_edit: false }, { allow_maintainer_edit: false }],
      [{ state: 'closed' }, { state: 'closed' }],
      [{ state: 'open' }, { state: 'open', closed_at: null }],
    ];
    for (const index of [1, 2])
      for (const [body, shown] of changes) {
        expect(await home.owner.call(repoEditPullRequest, { ...home.at, index, body })).toMatchObject(shown);
        expect(await get(home, index)).toMatchObject(shown);
      }
  }
});

requirement('gitea.pulls.edit.base', async (target) => {
  const home = await homeWith(target, 'topic', 'one', 'two');
  await open(home);
  for (const base of ['one', 'two']) {
    await home.owner.call(repoEditPullRequest, { ...home.at, index: 1, body: { base } });
    await until(home, { base: { ref: base, sha: await tip(home, base) }, mergeable: true });
  }
  await open(home);
  expect(await home.owner.refusal(repoEditPullRequest, { ...home.at, index: 1, body: { base: 'main' } })).toBe(409);
  expect(await home.owner.refusal(repoEditPullRequest, { ...home.at, index: 1, body: { base: 'none' } })).toBe(404);
});

requirement('gitea.pulls.edit.forbidden', async (target) => {
  const home = await homeWith(target, 'topic');
  await open(home);
  expect(await home.other.refusal(repoEditPullRequest, { ...home.at, index: 1, body: { title: 'Mine' } })).toBe(403);
  expect((await get(home)).title).toBe('Topic');
});

requirement('gitea.pulls.edit.merged', async (target) => {
  const home = await homeWith(target, 'topic');
  await open(home);
  await merge(home, { Do: 'merge' });
  expect(await home.owner.refusal(repoEditPullRequest, { ...home.at, index: 1, body: { state: 'open' } })).toBe(412);
});

requirement('gitea.pulls.changes.commits', async (target) => {
  for (const home of await homesWith(target, 'topic', 'side')) {
    const { owner, at } = home;
    const newest = await write(home, 'topic', 'next.txt');
    await open(home);
    await open(home, { head: 'side' });
    type Query = z.input<typeof repoGetPullRequestCommits.query>;
    const list = (index: number, query: Query = {}) => owner.call(repoGetPullRequestCommits, { ...at, index, query });
    expect((await list(1)).map(({ commit }) => commit.message.trim())).toEqual(['topic: next.txt', 'topic: topic.txt']);
    expect((await list(2)).map(({ commit }) => commit.message.trim())).toEqual(['side: side.txt']);
    expect((await list(1, { limit: 1, page: 1 })).map(({ sha }) => sha)).toEqual([newest]);
    expect((await list(1, { limit: 2, page: 2 })).map(({ sha }) => sha)).toEqual([]);
    expect((await list(1, { files: 'true' }))[0]?.files?.map(({ filename }) => filename)).toEqual(['next.txt']);
    expect((await list(1, { files: 'false' }))[0]?.files ?? []).toEqual([]);
    expect(await owner.refusal(repoGetPullRequestCommits, { ...at, index: 9 })).toBe(404);
  }
});

requirement('gitea.pulls.changes.files', async (target) => {
  for (const home of await homesWith(target, 'topic', 'side')) {
    const { owner, at } = home;
    await write(home, 'topic', 'a.txt', 'one\ntwo\n');
    await open(home);
    await open(home, { head: 'side' });
    const list = (index: number, query: z.input<typeof repoGetPullRequestFiles.query> = {}) =>
      owner.call(repoGetPullRequestFiles, { ...at, index, query });
    expect(await list(1)).toMatchObject([
      { filename: 'a.txt', status: 'added', additions: 2, deletions: 0, changes: 2 },
      { filename: 'topic.txt', status: 'added', additions: 1 },
    ]);
    expect((await list(2)).map(({ filename }) => filename)).toEqual(['side.txt']);
    expect((await list(1, { limit: 1, page: 2 })).map(({ filename }) => filename)).toEqual(['topic.txt']);
    expect((await list(1, { limit: 2, page: 1 })).length).toBe(2);
    expect(await owner.refusal(repoGetPullRequestFiles, { ...at, index: 9 })).toBe(404);
  }
});

requirement('gitea.pulls.changes.text', async (target) => {
  for (const home of await homesWith(target, 'topic', 'side')) {
    const { owner, at } = home;
    await write(home, 'topic', 'picture', 'a\0b');
    await open(home);
    await open(home, { head: 'side' });
    type Given = { index: number; diffType: 'diff' | 'patch'; query?: { binary: 'true' | 'false' } };
    const text = async (given: Given) => Buffer.from(await owner.call(repoDownloadPullDiffOrPatch, { ...at, ...given })).toString();
    expect(await text({ index: 1, diffType: 'diff' })).toMatch(
      /^diff --git a\/picture b\/picture\n[^]*\ndiff --git a\/topic.txt b\/topic.txt\n/,
    );
    expect(await text({ index: 2, diffType: 'diff' })).toMatch(/^diff --git a\/side.txt b\/side.txt\n/);
    expect(await text({ index: 1, diffType: 'patch' })).toMatch(/^From [0-9a-f]{40} [^]*\nSubject: \[PATCH 1\/2\] topic: topic.txt\n/);
    expect(await text({ index: 1, diffType: 'diff', query: { binary: 'true' } })).toContain('GIT binary patch');
    expect(await text({ index: 1, diffType: 'diff', query: { binary: 'false' } })).toContain('Binary files /dev/null and b/picture differ');
    expect(await owner.refusal(repoDownloadPullDiffOrPatch, { ...at, index: 9, diffType: 'diff' })).toBe(404);
  }
});

requirement('gitea.pulls.merge.styles', async (target) => {
  const styles: [Merge, number][] = [
    [{ Do: 'merge', MergeTitleField: 'Mine', MergeMessageField: 'Because' }, 2],
    [{ Do: 'squash', MergeTitleField: 'My own', MergeMessageField: 'Of this' }, 1],
    [{ do: 'rebase-merge', merge_title_field: 'Mine', merge_message_field: 'Because' }, 2],
    [{ do: 'squash', merge_title_field: 'My own', merge_message_field: 'Of this' }, 1],
  ];
  for (const [wish, parents] of styles)
    for (const home of await homesWith(target, 'topic')) {
      await open(home);
      const base = await write(home, 'main', 'main.txt');
      await until(home, { mergeable: true });
      await merge(home, wish);
      const done = await home.owner.call(repoGetSingleCommit, { ...home.at, sha: 'main' });
      const title = wish.MergeTitleField ?? wish.merge_title_field ?? '';
      expect([done.parents.length, done.parents[0]?.sha]).toEqual([parents, base]);
      expect(done.commit.message).toMatch(new RegExp(`^${title}\n\n`));
      expect(await get(home)).toMatchObject({
        state: 'closed',
        merged: true,
        merge_commit_sha: done.sha,
        merged_by: { login: home.at.owner },
      });
    }
});

requirement('gitea.pulls.merge.rebase', async (target) => {
  for (const home of await homesWith(target, 'topic')) {
    await open(home);
    const base = await write(home, 'main', 'main.txt');
    await until(home, { mergeable: true });
    await merge(home, { Do: 'rebase' });
    const done = await home.owner.call(repoGetSingleCommit, { ...home.at, sha: 'main' });
    expect([done.commit.message.trim(), done.parents.map(({ sha }) => sha)]).toEqual(['topic: topic.txt', [base]]);
  }
});

requirement('gitea.pulls.merge.forward', async (target) => {
  const home = await homeWith(target, 'topic');
  await open(home);
  await merge(home, { Do: 'fast-forward-only' });
  expect(await tip(home, 'main')).toBe(await tip(home, 'topic'));
});

requirement('gitea.pulls.merge.manual', async (target) => {
  for (const home of await homesWith(target, 'topic', 'side')) {
    const { owner, at } = home;
    await owner.call(repoEdit, { ...at, body: { allow_manual_merge: true } });
    await open(home);
    await open(home, { head: 'side' });
    const by = (commit: string) => ({ Do: 'manually-merged', MergeCommitID: commit, merge_commit_id: commit }) as const;
    expect(await owner.refusal(repoMergePullRequest, { ...at, index: 1, body: by(await tip(home, 'topic')) })).toBe(409);
    await merge(home, by(await tip(home, 'main')), 1);
    const next = await write(home, 'main', 'next.txt');
    await merge(home, by(next), 2);
    expect(await get(home, 2)).toMatchObject({ merged: true, merge_commit_sha: next });
  }
});

requirement('gitea.pulls.merge.head', async (target) => {
  for (const home of await homesWith(target, 'topic', 'side')) {
    const { owner, at } = home;
    await open(home);
    await open(home, { head: 'side' });
    const main = await tip(home, 'main');
    const seen = { Do: 'merge', head_commit_id: main } as const;
    await until(home, { mergeable: true });
    expect(await owner.refusal(repoMergePullRequest, { ...at, index: 1, body: seen })).toBe(409);
    expect(await tip(home, 'main')).toBe(main);
    await merge(home, { Do: 'merge', head_commit_id: await tip(home, 'topic'), delete_branch_after_merge: true }, 1);
    expect(await owner.refusal(repoGetBranch, { ...at, branch: 'topic' })).toBe(404);
    await merge(
      home,
      { Do: 'merge', head_commit_id: await tip(home, 'side'), delete_branch_after_merge: false, merge_when_checks_succeed: false },
      2,
    );
    expect(await tip(home, 'side')).not.toBe('');
  }
});

requirement('gitea.pulls.merge.405', async (target) => {
  const home = await homeWith(target, 'topic', 'side');
  const { owner, at } = home;
  await open(home, { title: 'WIP: Topic' });
  expect(await owner.refusal(repoMergePullRequest, { ...at, index: 1, body: { Do: 'merge' } })).toBe(405);
  await owner.call(repoEdit, { ...at, body: { allow_squash_merge: false } });
  await open(home, { head: 'side' });
  await until(home, { mergeable: true }, 2);
  expect(await owner.refusal(repoMergePullRequest, { ...at, index: 2, body: { Do: 'squash' } })).toBe(405);
  await merge(home, { Do: 'merge' }, 2);
  expect(await owner.refusal(repoMergePullRequest, { ...at, index: 2, body: { Do: 'merge' } })).toBe(405);
});

requirement('gitea.pulls.merge.conflict', async (target) => {
  const home = await homeWith(target, 'topic');
  await open(home);
  const main = await write(home, 'main', 'topic.txt', 'main\n');
  await until(home, { mergeable: false });
  const status = await home.owner.refusal(repoMergePullRequest, { ...home.at, index: 1, body: { Do: 'merge' } });
  expect([405, 409]).toContain(status);
  expect(await tip(home, 'main')).toBe(main);
});

requirement('gitea.pulls.merge.forbidden', async (target) => {
  const home = await homeWith(target, 'topic');
  await open(home);
  await until(home, { mergeable: true });
  const status = await home.other.refusal(repoMergePullRequest, { ...home.at, index: 1, body: { Do: 'merge' } });
  expect([403, 405]).toContain(status);
  expect((await get(home)).merged).toBe(false);
});

requirement('gitea.pulls.merge.asked', async (target) => {
  for (const home of await homesWith(target, 'topic', 'side')) {
    const { owner, at } = home;
    await open(home);
    await open(home, { head: 'side' });
    expect(await owner.refusal(repoPullRequestIsMerged, { ...at, index: 1 })).toBe(404);
    for (const index of [1, 2]) {
      await until(home, { mergeable: true }, index);
      await merge(home, { Do: 'merge' }, index);
      await owner.call(repoPullRequestIsMerged, { ...at, index });
    }
  }
});

requirement('gitea.pulls.update.merge', async (target) => {
  for (const home of await homesWith(target, 'topic', 'side')) {
    const { owner, at } = home;
    await open(home);
    await open(home, { head: 'side' });
    const base = await write(home, 'main', 'main.txt');
    await owner.call(repoUpdatePullRequest, { ...at, index: 1, query: { style: 'merge' } });
    const merged = await owner.call(repoGetSingleCommit, { ...at, sha: 'topic' });
    expect(merged.parents.map(({ sha }) => sha)[1]).toBe(base);
    await owner.call(repoUpdatePullRequest, { ...at, index: 2, query: { style: 'rebase' } });
    const rebased = await owner.call(repoGetSingleCommit, { ...at, sha: 'side' });
    expect(rebased.parents.map(({ sha }) => sha)).toEqual([base]);
    await until(home, { head: { sha: rebased.sha } }, 2);
  }
});

requirement('gitea.pulls.update.409', async (target) => {
  const home = await homeWith(target, 'topic');
  await open(home);
  await write(home, 'main', 'topic.txt', 'main\n');
  expect(await home.owner.refusal(repoUpdatePullRequest, { ...home.at, index: 1 })).toBe(409);
});

requirement('gitea.pulls.follow.head', async (target) => {
  const home = await homeWith(target, 'topic');
  await open(home);
  const next = await write(home, 'topic', 'next.txt');
  await until(home, { head: { sha: next }, mergeable: true });
  const { git } = await target.clone(home);
  await vi.waitFor(async () => expect(await git('ls-remote', 'origin', 'refs/pull/1/head')).toBe(`${next}\trefs/pull/1/head`), PATIENCE);
  await git('fetch', '-q', 'origin', 'refs/pull/1/head');
  expect(await git('rev-parse', 'FETCH_HEAD')).toBe(next);
});

requirement('gitea.pulls.follow.deleted', async (target) => {
  const home = await homeWith(target, 'topic');
  const head = await tip(home, 'topic');
  await open(home);
  await home.owner.call(repoDeleteBranch, { ...home.at, branch: 'topic' });
  await until(home, { state: 'closed', merged: false, head: { ref: 'refs/pull/1/head', sha: head } });
});

requirement('gitea.repositories.edit.merging', async (target) => {
  for (const { at, owner } of await target.homes()) {
    const changes: z.input<typeof repoEdit.body>[] = [
      { allow_merge_commits: false },
      { allow_merge_commits: true },
      { allow_rebase: false },
      { allow_rebase: true },
      { allow_rebase_explicit: false },
      { allow_rebase_explicit: true },
      { allow_rebase_update: false },
      { allow_rebase_update: true },
      { allow_squash_merge: false },
      { allow_squash_merge: true },
      { allow_fast_forward_only_merge: false },
      { allow_fast_forward_only_merge: true },
      { allow_manual_merge: true },
      { allow_manual_merge: false },
      { default_merge_style: 'squash' },
      { default_merge_style: 'rebase' },
      { default_delete_branch_after_merge: true },
      { default_delete_branch_after_merge: false },
      { default_allow_maintainer_edit: true },
      { default_allow_maintainer_edit: false },
      { has_pull_requests: true },
    ];
    let shown: object = { has_pull_requests: true };
    for (const change of changes) {
      shown = { ...shown, ...change };
      expect(await owner.call(repoEdit, { ...at, body: change })).toMatchObject(shown);
      expect(await owner.call(repoGet, at)).toMatchObject(shown);
    }
    expect(await owner.call(repoEdit, { ...at, body: { has_pull_requests: false } })).toMatchObject({ has_pull_requests: false });
    expect(await owner.refusal(repoListPullRequests, at)).toBe(404);
  }
});
