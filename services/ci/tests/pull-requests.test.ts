import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  logText,
  type Pipeline,
  getRepoLogs,
  getRepoPipelines,
  postRepoPipeline,
  postRepoPipelineApprove,
  postRepoPipelineCancel,
  postRepoSecrets,
  patchRepo,
} from '@mosaic/contracts/woodpecker';
import { repoGetPullRequestFiles, repoListHooks } from '@mosaic/contracts/gitea';

import { deliverPull, deliverPush, newPull, type FakePull, type FakeRepository } from '@mosaic/testing/fakes';

import { SHA, startCi, type CiHarness } from './harness.ts';

const HEAD = 'f'.repeat(40);
const EVENTS = '[push, pull_request, pull_request_closed]';
const YAML = `when: [{ event: ${EVENTS} }]
skip_clone: true
steps:
  - { name: build, image: bash, commands: [echo built] }
`;

let stack: CiHarness;
let ids = 300;

beforeAll(async () => {
  stack = await startCi();
});
afterAll(() => stack[Symbol.asyncDispose]());

/** A repository with CI and one open pull request of its branch `topic`. */
async function withPull(yaml = YAML, change: Partial<FakePull> = {}) {
  const id = (ids += 1);
  const pull = newPull({ number: 7, head: 'topic', sha: HEAD, author: 'bob', title: 'Say more', ...change });
  const repository = stack.forge.add({
    id,
    owner: 'ada',
    name: `pulls${id}`,
    files: { [HEAD]: { '.woodpecker.yaml': yaml }, [SHA]: { '.woodpecker.yaml': 'not: [that' } },
    branches: { main: SHA, topic: HEAD },
    pulls: [pull],
  });
  const repositoryId = await stack.activate(repository);
  return { pull, repository, repositoryId };
}

async function made(response: Promise<Response>): Promise<Pipeline> {
  const answer = await response;
  expect(answer.status).toBe(200);
  return (await answer.json()) as Pipeline;
}

const setting = (repositoryId: number, body: Record<string, unknown>) =>
  stack.client('ada').call(patchRepo, { repo_id: repositoryId, body });

describe('a pull request', () => {
  test('runs the file of its head, of the event pull_request, with its status in the context pr', async () => {
    const { pull, repository, repositoryId } = await withPull();
    const trace = '4bf92f3577b34da6a3ce929d0e0e4737';
    const answer = await made(deliverPull(repository, pull, { traceparent: `00-${trace}-00f067aa0ba902b7-01` }));
    expect(answer).toMatchObject({
      event: 'pull_request',
      ref: 'refs/pull/7/head',
      refspec: 'topic:main',
      branch: 'main',
      commit: HEAD,
      title: 'Say more',
      message: 'Say more',
      author: 'bob',
      sender: 'bob',
      author_email: 'bob@example.test',
      forge_url: `http://localhost:8080/ada/${repository.name}/pulls/7`,
      changed_files: ['a.txt'],
      from_fork: false,
      pr_labels: [],
      pr_draft: false,
      event_reason: [],
      trace_id: trace,
    });
    expect((await stack.settled(repositoryId, 1)).status).toBe('success');
    await stack.forge.until(() => repository.statuses.length === 3);
    expect(repository.statuses.map(({ sha, context, state }) => [sha, context, state])).toEqual(
      ['pending', 'pending', 'success'].map((state) => [HEAD, 'ci/woodpecker/pr/woodpecker', state]),
    );
  });

  test('and the push to its branch make two pipelines', async () => {
    const { pull, repository, repositoryId } = await withPull();
    await made(deliverPush(repository, { sha: HEAD, branch: 'topic' }));
    await made(deliverPull(repository, pull, { action: 'synchronized' }));
    await Promise.all([stack.settled(repositoryId, 1), stack.settled(repositoryId, 2)]);
    const last = () => Object.fromEntries(repository.statuses.map(({ context, state }) => [context, state]));
    await stack.forge.until(() => Object.values(last()).filter((state) => state === 'success').length === 2);
    expect(last()).toEqual({ 'ci/woodpecker/push/woodpecker': 'success', 'ci/woodpecker/pr/woodpecker': 'success' });
  });

  test.each([
    ['opened', 'pull_request'],
    ['reopened', 'pull_request'],
    ['synchronized', 'pull_request'],
    ['closed', 'pull_request_closed'],
    ['edited', 'pull_request_metadata'],
    ['label_updated', 'pull_request_metadata'],
    ['label_cleared', 'pull_request_metadata'],
    ['milestoned', 'pull_request_metadata'],
    ['demilestoned', 'pull_request_metadata'],
    ['assigned', 'pull_request_metadata'],
    ['unassigned', 'pull_request_metadata'],
  ])('that was %s is the event %s, for a file that names it alone', async (action, event) => {
    const others = ['pull_request', 'pull_request_closed', 'pull_request_metadata', 'push'].filter((one) => one !== event);
    const { pull, repository } = await withPull(YAML.replace(EVENTS, event));
    expect(await made(deliverPull(repository, pull, { action }))).toMatchObject({
      event,
      event_reason: event === 'pull_request_metadata' ? [action] : [],
    });
    const silent = await withPull(YAML.replace(EVENTS, `[${others.join(', ')}]`));
    expect((await deliverPull(silent.repository, silent.pull, { action })).status).toBe(204);
  });

  test('that was reviewed starts nothing, and so does one whose title asks for it', async () => {
    const { pull, repository, repositoryId } = await withPull();
    expect((await deliverPull(repository, pull, { action: 'reviewed' })).status).toBe(204);
    expect((await deliverPull(repository, { ...pull, title: 'Docs [skip ci]' })).status).toBe(204);
    expect(await stack.client('ada').call(getRepoPipelines, { repo_id: repositoryId })).toEqual([]);
  });

  test('tells steps of itself in the variables of Woodpecker, and of what has just gone no more', async () => {
    const shown = ['EVENT', 'EVENT_REASON', 'FILES'].map((name) => `CI_PIPELINE_${name}`);
    const commit = ['SHA', 'REF', 'REFSPEC', 'BRANCH', 'SOURCE_BRANCH', 'TARGET_BRANCH', 'MESSAGE', 'AUTHOR'].map(
      (name) => `CI_COMMIT_${name}`,
    );
    const own = ['', '_LABELS', '_MILESTONE', '_DRAFT'].map((name) => `CI_COMMIT_PULL_REQUEST${name}`);
    const names = [...shown, ...commit, ...own];
    const yaml = `when: { event: [pull_request, pull_request_metadata] }\nskip_clone: true\nsteps:\n  - name: s\n    image: bash\n    commands:\n${names.map((name) => `      - '${name}=\${${name}}'`).join('\n')}\n`;
    const { pull, repository, repositoryId } = await withPull(yaml, {
      labels: ['bug', 'ui'],
      title: 'WIP: more',
      files: ['a.txt', 'b/c.ts'],
    });
    const said = async (number: number) => {
      const pipeline = await stack.settled(repositoryId, number);
      expect(pipeline.errors.filter(({ is_warning: warns }) => !warns)).toEqual([]);
      const stepId = pipeline.workflows[0]?.children[0]?.id ?? 0;
      const entries = await stack.client('ada').call(getRepoLogs, { repo_id: repositoryId, pipeline_number: number, step_id: stepId });
      return Object.fromEntries(entries.map((entry) => logText(entry).replace(/^\+ /, '').split(/=(.*)/s).slice(0, 2) as [string, string]));
    };
    await made(deliverPull(repository, pull, { members: { milestone: { id: 1, title: 'First' } } }));
    expect(await said(1)).toEqual({
      CI_PIPELINE_EVENT: 'pull_request',
      CI_PIPELINE_EVENT_REASON: '',
      CI_PIPELINE_FILES: '["a.txt","b/c.ts"]',
      CI_COMMIT_SHA: HEAD,
      CI_COMMIT_REF: 'refs/pull/7/head',
      CI_COMMIT_REFSPEC: 'topic:main',
      CI_COMMIT_BRANCH: 'main',
      CI_COMMIT_SOURCE_BRANCH: 'topic',
      CI_COMMIT_TARGET_BRANCH: 'main',
      CI_COMMIT_MESSAGE: 'WIP: more',
      CI_COMMIT_AUTHOR: 'bob',
      CI_COMMIT_PULL_REQUEST: '7',
      CI_COMMIT_PULL_REQUEST_LABELS: 'bug,ui',
      CI_COMMIT_PULL_REQUEST_MILESTONE: 'First',
      CI_COMMIT_PULL_REQUEST_DRAFT: 'true',
    });
    await made(deliverPull(repository, pull, { action: 'label_cleared', members: { milestone: { id: 1, title: 'First' } } }));
    expect(await said(2)).toMatchObject({ CI_COMMIT_PULL_REQUEST_LABELS: '', CI_COMMIT_PULL_REQUEST_MILESTONE: 'First' });
    await made(deliverPull(repository, pull, { action: 'demilestoned', members: { milestone: { id: 1, title: 'First' } } }));
    expect(await said(3)).toMatchObject({
      CI_PIPELINE_EVENT: 'pull_request_metadata',
      CI_PIPELINE_EVENT_REASON: 'demilestoned',
      CI_COMMIT_PULL_REQUEST_LABELS: 'bug,ui',
      CI_COMMIT_PULL_REQUEST_MILESTONE: '',
    });
    // A repeat is of the same pull request.
    await stack.client('ada').call(postRepoPipeline, { repo_id: repositoryId, pipeline_number: 1 });
    expect(await said(4)).toMatchObject({ CI_COMMIT_PULL_REQUEST: '7', CI_COMMIT_PULL_REQUEST_LABELS: 'bug,ui' });
  });

  test('is filtered by the files that it changes, all of them, also where the forge is away for a while', async () => {
    const yaml = YAML.replace(
      '- { name: build',
      '- { name: docs, image: bash, commands: [x], when: { path: "docs/**" } }\n  - { name: build',
    );
    const many = Array.from({ length: 60 }, (_, index) => `src/${index}.ts`);
    const { pull, repository, repositoryId } = await withPull(yaml, { files: [...many, 'docs/last.md'] });
    stack.forge.fail(repoGetPullRequestFiles, { times: 1 });
    await deliverPull(repository, pull);
    const steps = async (number: number) => (await stack.settled(repositoryId, number)).workflows[0]?.children.map(({ name }) => name);
    expect(await steps(1)).toEqual(['docs', 'build']);
    pull.files = many;
    await deliverPull(repository, pull, { action: 'synchronized' });
    expect(await steps(2)).toEqual(['build']);
  });
});

test('a repository that wants none of pull requests gets none, and its pushes still', async () => {
  const { pull, repository, repositoryId } = await withPull();
  expect(await setting(repositoryId, { allow_pr: false })).toMatchObject({ allow_pr: false });
  for (const action of ['opened', 'closed', 'edited']) expect((await deliverPull(repository, pull, { action })).status).toBe(204);
  expect(await made(deliverPush(repository, { sha: HEAD, branch: 'topic' }))).toMatchObject({ number: 1, event: 'push' });
  expect(await setting(repositoryId, { allow_pr: true })).toMatchObject({ allow_pr: true });
  expect(await made(deliverPull(repository, pull))).toMatchObject({ event: 'pull_request' });
});

describe('approval', () => {
  const FORK = { headRepository: 4711 };
  const stateOf = async (mode: string | null, options: Parameters<typeof deliverPull>[2]) => {
    const { pull, repository, repositoryId } = await withPull();
    if (mode !== null) await setting(repositoryId, { require_approval: mode });
    return { repository, repositoryId, state: (await made(deliverPull(repository, pull, options))).status };
  };

  test.each([
    // Nobody has said anything: a stranger's code waits.
    [null, {}, false],
    [null, FORK, true],
    ['none', FORK, false],
    ['forks', {}, false],
    ['forks', FORK, true],
    ['forks', { ...FORK, action: 'closed' }, true],
    ['pull_requests', {}, true],
    ['all_events', {}, true],
  ])('with %s, %j waits: %j', async (mode, options, waits) => {
    expect((await stateOf(mode, options)).state === 'blocked').toBe(waits);
  });

  test('a push needs none where pull requests do, and who is allowed needs none', async () => {
    const { pull, repository, repositoryId } = await withPull();
    await setting(repositoryId, { require_approval: 'pull_requests', approval_allowed_users: ['bob'] });
    expect((await made(deliverPush(repository, { sha: HEAD, branch: 'topic' }))).status).not.toBe('blocked');
    expect((await made(deliverPull(repository, pull, FORK))).status).not.toBe('blocked');
    expect((await made(deliverPull(repository, pull, { ...FORK, sender: 'eve' }))).status).toBe('blocked');
    const strangers = { ...pull, author: 'eve' };
    // Who labels what a stranger has written has not looked at it.
    expect(await made(deliverPull(repository, strangers, { ...FORK, sender: 'bob' }))).toMatchObject({ status: 'blocked', author: 'eve' });
  });

  test('what a fork asks for runs once somebody has approved it', async () => {
    const { repository, repositoryId } = await stateOf('forks', FORK);
    await stack.forge.until(() => repository.statuses.some(({ context, state }) => context === 'ci/woodpecker/pr' && state === 'pending'));
    await stack.client('ada').call(postRepoPipelineApprove, { repo_id: repositoryId, pipeline_number: 1 });
    expect(await stack.settled(repositoryId, 1)).toMatchObject({ status: 'success', from_fork: true, reviewed_by: 'ada' });
  });
});

test('a secret reaches a pull request only if its events name it', async () => {
  const VALUE = 'correct-horse-battery';
  const yaml = `when: { event: ${EVENTS} }\nskip_clone: true\nsteps:\n  - name: s\n    image: bash\n    commands: [echo ${VALUE}]\n    environment: { TOKEN: { from_secret: key } }\n`;
  for (const [events, action, isGiven] of [
    [undefined, 'opened', false],
    [['push'], 'opened', false],
    [['push'], 'closed', false],
    [['pull_request_closed'], 'opened', false],
    [['pull_request_closed'], 'closed', true],
    [['pull_request'], 'opened', true],
    [['pull_request'], 'closed', true],
  ] as const) {
    const { pull, repository, repositoryId } = await withPull(yaml);
    const body = { name: 'key', value: VALUE, ...(events === undefined ? {} : { events: [...events] }) };
    await stack.client('ada').call(postRepoSecrets, { repo_id: repositoryId, body });
    const pipeline = await made(deliverPull(repository, pull, { action }));
    expect([events, action, pipeline.status !== 'error']).toEqual([events, action, isGiven]);
    if (!isGiven) expect(pipeline.errors[0]?.message).toContain(`not allowed for the event ${pipeline.event}`);
  }
});

test('a newer pipeline of a pull request stops its older one, and that of no other one', async () => {
  const slow = YAML.replace('commands: [echo built]', 'commands: [x], environment: { SLEEP: 60s }');
  const { pull, repository, repositoryId } = await withPull(slow);
  const other = newPull({ number: 8, head: 'other', sha: HEAD });
  repository.pulls.push(other);
  await setting(repositoryId, { cancel_previous_pipeline_events: ['pull_request'] });
  const running = new Set(['running']);
  await made(deliverPull(repository, other));
  await made(deliverPull(repository, pull));
  await Promise.all([1, 2].map((number) => stack.settled(repositoryId, number, running)));
  await made(deliverPull(repository, pull, { action: 'synchronized' }));
  expect(await stack.settled(repositoryId, 2)).toMatchObject({ status: 'killed', cancel_info: { superseded_by: 3 } });
  const client = stack.client('ada');
  expect((await client.call(getRepoPipelines, { repo_id: repositoryId })).at(-1)).toMatchObject({ number: 1, status: 'running' });
  for (const number of [1, 3]) await client.call(postRepoPipelineCancel, { repo_id: repositoryId, pipeline_number: number });
});

test('the hook asks for pull requests; one from before they were built is mended at the next start, token and all', async () => {
  const { pull, repository } = await withPull();
  const [hook] = repository.hooks;
  expect(hook?.events).toEqual(['push', 'create', 'pull_request']);
  const address = hook?.url;
  Object.assign(hook as object, { events: ['push', 'create'] });
  const asked = stack.forge.askedOf(repoListHooks).length;
  await stack.restart();
  await stack.forge.until(() => repository.hooks[0]?.events?.includes('pull_request') === true);
  expect(stack.forge.askedOf(repoListHooks).length).toBeGreaterThan(asked);
  expect(repository.hooks.map(({ id, events }) => [id, events])).toEqual([[hook?.id, ['push', 'create', 'pull_request']]]);
  expect(new URL(repository.hooks[0]?.url ?? '').search).toBe(new URL(address ?? '').search);
  await made(deliverPull(repository, pull));
});

test('a hook for another repository’s pull request is refused', async () => {
  const one = await withPull();
  const other = await withPull();
  const answer = await deliverPull({ ...one.repository, id: other.repository.id } as FakeRepository, one.pull);
  expect(answer.status).toBe(400);
  expect(await stack.client('ada').call(getRepoPipelines, { repo_id: one.repositoryId })).toEqual([]);
});
