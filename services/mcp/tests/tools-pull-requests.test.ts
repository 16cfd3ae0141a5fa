import { afterAll, beforeAll, expect, test } from 'vitest';

import { repoCreatePullRequest, repoListPullRequests, repoMergePullRequest } from '@mosaic/contracts/gitea';
import {
  eventRead,
  forgePullRequestComment,
  forgePullRequestGet,
  forgePullRequestList,
  forgePullRequestMerge,
  forgePullRequestOpen,
  journeyGet,
  journeyList,
  pullRequestMerged,
  pullRequestOpened,
  pullRequestSynchronized,
  type ToolInput,
} from '@mosaic/contracts/mosaic';
import { newPull, newRepository, type FakePull } from '@mosaic/testing/fakes';

import { requestId, startMcp, type Login, type McpHarness } from './harness.ts';

/* Pull requests through the tools' door: each tool's answer, whom it refuses, what each input changes; and what the forge tells of them. */

const sha = (digit: string) => digit.repeat(40);
const status = (context: string, state: 'success' | 'failure' | 'pending') => ({
  sha: sha('b'),
  context,
  state,
  description: `it is ${state}`,
  target_url: `http://localhost/${context}`,
});
const hello = () =>
  newRepository({
    id: 1,
    owner: 'ada',
    name: 'hello',
    private: true,
    members: { root: 'read' },
    branches: { main: sha('a'), next: sha('a'), topic: sha('b'), old: sha('c'), fresh: sha('d') },
    pulls: [
      newPull({ number: 1, head: 'old', sha: sha('c'), state: 'closed', author: 'bob' }),
      newPull({ number: 2, head: 'topic', sha: sha('b'), title: 'Say more', body: 'Because.', labels: ['bug'] }),
      newPull({ number: 3, head: 'topic', sha: sha('b'), base: 'next', author: 'bob', conflicts: ['a.txt'] }),
    ],
    // Newest first as they are told: the second word on `test` is the later one.
    statuses: [status('test', 'failure'), status('lint', 'success'), status('test', 'success')],
  });

let stack: McpHarness;
beforeAll(async () => {
  stack = await startMcp({
    repositories: [hello(), newRepository({ id: 2, owner: 'bob', name: 'open', branches: { main: sha('a'), x: sha('b') } })],
  });
});
afterAll(() => stack[Symbol.asyncDispose]());

const repository = 'ada/hello';
const ofForge = (): FakePull[] => stack.forge.repositories[0]?.pulls ?? [];

test('are listed, input by input', async () => {
  const numbers = async (input: Partial<ToolInput<typeof forgePullRequestList>> = {}) =>
    (await stack.call('ada', forgePullRequestList, { repository, ...input })).pullRequests.map(({ number }) => number);
  const { pullRequests, next } = await stack.call('ada', forgePullRequestList, { repository, base: 'main' });
  expect(next).toBeNull();
  expect(pullRequests).toEqual([
    {
      repository,
      number: 2,
      title: 'Say more',
      author: 'ada',
      state: 'open',
      draft: false,
      base: 'main',
      head: 'topic',
      headSha: sha('b'),
      mergeCommit: null,
      url: 'http://localhost:8080/ada/hello/pulls/2',
      createdAt: '',
      updatedAt: '',
    },
  ]);
  expect([await numbers(), await numbers({ state: 'closed' }), await numbers({ state: 'all' })]).toEqual([[3, 2], [1], [3, 2, 1]]);
  expect([await numbers({ base: 'next' }), await numbers({ author: 'bob' }), await numbers({ author: 'eve' })]).toEqual([[3], [3], []]);
  const first = await stack.call('ada', forgePullRequestList, { repository, state: 'all', limit: 2 });
  expect(first.pullRequests.map(({ number }) => number)).toEqual([3, 2]);
  expect(await numbers({ state: 'all', limit: 2, cursor: first.next as string })).toEqual([1]);
  expect(await stack.refusal('ada', forgePullRequestList, { repository, cursor: 'x' })).toBe('invalid_input');
  expect(await stack.refusal('bob', forgePullRequestList, { repository })).toBe('not_found');
  expect(await stack.refusal('adaLimited', forgePullRequestList, { repository })).toBe('not_found');
  expect(await stack.refusal('reader', forgePullRequestList, { repository })).toBe('forbidden');
});

test('are listed to the end where the forge has many', async () => {
  await using many = await startMcp({
    repositories: [
      newRepository({
        id: 1,
        owner: 'ada',
        name: 'hello',
        pulls: Array.from({ length: 120 }, (_, index) => newPull({ number: index + 1, head: `b${index}`, sha: sha('b') })),
      }),
    ],
  });
  const seen: number[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await many.call('ada', forgePullRequestList, { repository, limit: 50, ...(cursor === undefined ? {} : { cursor }) });
    seen.push(...page.pullRequests.map(({ number }) => number));
    cursor = page.next;
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => 120 - index));
  expect(many.forge.askedOf(repoListPullRequests).every(({ query }) => query.limit === 50)).toBe(true);
});

test('one is shown with its checks, and whether it can be merged or why not', async () => {
  const { pullRequest } = await stack.call('ada', forgePullRequestGet, { repository, number: 2 });
  expect(pullRequest).toMatchObject({
    number: 2,
    body: 'Because.',
    labels: ['bug'],
    comments: 0,
    changedFiles: 1,
    canMerge: true,
    obstacles: [],
    conflicts: [],
    checks: {
      state: 'success',
      each: [
        { context: 'lint', state: 'success', description: 'it is success', url: 'http://localhost/lint' },
        { context: 'test', state: 'success', description: 'it is success', url: 'http://localhost/test' },
      ],
    },
  });
  const seenByReader = await stack.call('root', forgePullRequestGet, { repository, number: 2 });
  expect(seenByReader.pullRequest.obstacles).toEqual(['You need write access to merge it.']);
  const held = await stack.call('ada', forgePullRequestGet, { repository, number: 3 });
  expect(held.pullRequest).toMatchObject({ canMerge: false, conflicts: ['a.txt'], obstacles: [expect.stringContaining('a.txt')] });
  expect(await stack.refusal('ada', forgePullRequestGet, { repository, number: 99 })).toBe('not_found');
  expect(await stack.refusal('bob', forgePullRequestGet, { repository, number: 2 })).toBe('not_found');
  stack.forge.fail(repoListPullRequests, { code: 'internal' });
  expect(await stack.refusal('ada', forgePullRequestList, { repository })).toBe('unavailable');
  stack.forge.heal();
});

test('one is opened in the caller’s name, once, into the default branch or the one named', async () => {
  const wanted = { requestId: requestId(), repository, head: 'fresh', title: 'Be fresh', body: 'It is time.' };
  const opened = await stack.call('ada', forgePullRequestOpen, wanted);
  expect(opened.pullRequest).toMatchObject({ number: 4, author: 'ada', head: 'fresh', base: 'main', title: 'Be fresh', headSha: sha('d') });
  expect(ofForge().at(-1)).toMatchObject({ number: 4, author: 'ada', body: 'It is time.' });
  expect(await stack.call('ada', forgePullRequestOpen, wanted)).toEqual(opened);
  expect(stack.forge.askedOf(repoCreatePullRequest)).toHaveLength(1);
  // The same branches again, by a new request, are refused in the forge's words.
  expect(await stack.refusal('ada', forgePullRequestOpen, { ...wanted, requestId: requestId() })).toBe('conflict');
  const other = await stack.call('ada', forgePullRequestOpen, { ...wanted, requestId: requestId(), base: 'next' });
  expect(other.pullRequest).toMatchObject({ number: 5, base: 'next' });
  expect(await stack.refusal('ada', forgePullRequestOpen, { ...wanted, requestId: requestId(), head: 'nowhere' })).toBe('not_found');
  expect(await stack.refusal('bob', forgePullRequestOpen, { ...wanted, requestId: requestId() })).toBe('not_found');
  expect(await stack.refusal('claude', forgePullRequestOpen, { ...wanted, requestId: requestId() })).toBe('forbidden');
  // A service acts in the server's name, which the forge knows; whoever else in their own.
  await stack.call('mosaic-core', forgePullRequestOpen, { ...wanted, requestId: requestId(), head: 'old' });
  expect(ofForge().at(-1)?.author).toBe('mosaic');
});

test('one is commented on by who may read it; an issue of that number is none', async () => {
  const wanted = { requestId: requestId(), repository, number: 2, body: 'Well done.' };
  const { comment } = await stack.call('ada', forgePullRequestComment, wanted);
  expect(comment.id).toBeGreaterThan(0);
  expect(ofForge()[1]?.comments).toEqual([{ id: comment.id, body: 'Well done.', author: 'ada' }]);
  await stack.call('ada', forgePullRequestComment, wanted);
  expect(ofForge()[1]?.comments).toHaveLength(1);
  const issue = { number: 9, title: 'x', body: '', state: 'open' as const, author: 'ada', comments: [] };
  stack.forge.repositories[0]?.issues.push(issue);
  expect(await stack.refusal('ada', forgePullRequestComment, { ...wanted, requestId: requestId(), number: 9 })).toBe('not_found');
  expect(issue.comments).toEqual([]);
  expect(await stack.refusal('bob', forgePullRequestComment, { ...wanted, requestId: requestId() })).toBe('not_found');
});

test('one is merged by who may write, at the head that was looked at', async () => {
  const wanted = { requestId: requestId(), repository, number: 2, headSha: sha('b') };
  expect(await stack.refusal('bob', forgePullRequestMerge, wanted)).toBe('not_found');
  expect(await stack.refusal('root', forgePullRequestMerge, wanted)).toBe('forbidden');
  expect(await stack.refusal('ada', forgePullRequestMerge, { ...wanted, requestId: requestId(), headSha: sha('c') })).toBe('conflict');
  expect(await stack.refusal('ada', forgePullRequestMerge, { ...wanted, requestId: requestId(), number: 3 })).toBe('not_ready');
  const words = { style: 'squash' as const, title: 'Say more (#2)', message: 'All of it.', deleteBranch: true };
  const merged = await stack.call('ada', forgePullRequestMerge, { ...wanted, requestId: 'merge-2', ...words });
  expect(merged.pullRequest).toMatchObject({ number: 2, state: 'merged', mergeCommit: sha('b') });
  expect(ofForge()[1]?.merged).toEqual({ commit: sha('b'), by: 'ada', style: 'squash', title: 'Say more (#2)', message: 'All of it.' });
  expect(stack.forge.repositories[0]?.branches).not.toHaveProperty('topic');
  const times = stack.forge.askedOf(repoMergePullRequest).length;
  expect(await stack.call('ada', forgePullRequestMerge, { ...wanted, requestId: 'merge-2', ...words })).toEqual(merged);
  expect(stack.forge.askedOf(repoMergePullRequest)).toHaveLength(times);
  const plain = await stack.call('ada', forgePullRequestMerge, { requestId: requestId(), repository, number: 4, headSha: sha('d') });
  expect(plain.pullRequest.state).toBe('merged');
  expect(ofForge()[3]?.merged).toMatchObject({ style: 'merge', title: '', message: '' });
  expect(stack.forge.repositories[0]?.branches).toHaveProperty('fresh');
});

test('a narrow token or role gains nothing by the tools', async () => {
  await using narrow = await startMcp({
    repositories: [
      hello(),
      newRepository({
        id: 2,
        owner: 'bob',
        name: 'open',
        branches: { main: sha('a'), x: sha('b'), y: sha('c') },
        pulls: [newPull({ number: 1, head: 'x', sha: sha('b') })],
      }),
    ],
  });
  const writes = async (login: Login, at: string, number: number) => {
    const by = () => ({ requestId: requestId(), repository: at });
    return [
      await narrow.refusal(login, forgePullRequestOpen, { ...by(), head: at === repository ? 'fresh' : 'y', title: 'Mine' }),
      await narrow.refusal(login, forgePullRequestComment, { ...by(), number, body: 'I was here.' }),
      await narrow.refusal(login, forgePullRequestMerge, { ...by(), number, headSha: sha('b') }),
    ];
  };
  const state = () => structuredClone(narrow.forge.repositories.map(({ pulls, branches }) => [pulls, branches]));
  const before = state();
  // Limited to another repository; reading only; an agent without the grant; one whose attempt is of another repository.
  expect(await writes('adaLimited', repository, 2)).toEqual(['not_found', 'not_found', 'not_found']);
  expect(await writes('adaReading', repository, 2)).toEqual(['forbidden', 'forbidden', 'forbidden']);
  expect(await writes('claude', 'bob/open', 1)).toEqual(['forbidden', 'forbidden', 'forbidden']);
  expect(await writes('implementer', 'bob/open', 1)).toEqual(['not_found', 'not_found', 'not_found']);
  // The platform lets its agents read all; what they do is as the forge knows them, and none of them merges.
  expect(await writes('implementer', repository, 2)).toEqual(['not_found', 'not_found', 'forbidden']);
  expect(state()).toEqual(before);
  expect((await narrow.call('adaReading', forgePullRequestList, { repository })).pullRequests).toHaveLength(2);
  // Who may only read merges nothing; a service account that is not the platform's bears its own name.
  expect(await writes('robot', 'bob/open', 1)).toEqual(['', '', 'forbidden']);
  const [first, opened] = narrow.forge.repositories[1]?.pulls ?? [];
  expect([opened?.author, first?.comments.map(({ author }) => author)]).toEqual(['robot', ['robot']]);
});

test('what the forge tells of one is a fact with a journey, found by its head', async () => {
  const traceId = '5'.repeat(32);
  const data = {
    repositoryId: 1,
    repository,
    private: true,
    owner: 'ada',
    number: 8,
    title: 'Say it all',
    base: 'main',
    head: 'topic',
    headRepository: repository,
    headId: sha('e'),
  };
  const draft = { subject: repository, actor: 'ada', traceId };
  stack.forge.feed.emit(pullRequestOpened, data, draft);
  stack.forge.feed.emit(pullRequestSynchronized, { ...data, before: sha('d'), after: sha('e'), forced: false }, draft);
  stack.forge.feed.emit(pullRequestMerged, { ...data, commit: sha('f'), style: 'merge' }, draft);
  let types: string[] = [];
  for (let after = 0; types.length < 3;) {
    const { events, last } = await stack.call('ada', eventRead, {
      after,
      waitMs: 5_000,
      types: [pullRequestOpened.type, pullRequestSynchronized.type, pullRequestMerged.type],
    });
    types.push(...events.map(({ type }) => type));
    after = last;
  }
  expect(types).toEqual([pullRequestOpened.type, pullRequestSynchronized.type, pullRequestMerged.type]);
  const { journey } = await stack.call('ada', journeyGet, { id: sha('e') });
  expect(journey).toMatchObject({ traceId, title: 'Say it all', sha: sha('e'), repository });
  expect(journey.hops.map(({ kind, title, detail, url }) => [kind, title, detail, url])).toEqual(
    ['opened', 'has new commits', 'merged'].map((what) => [
      'pull_request',
      `Pull request #8 ${what}`,
      'Say it all',
      'http://localhost:8080/ada/hello/pulls/8',
    ]),
  );
  expect((await stack.call('bob', journeyList, {})).journeys).toEqual([]);
});
