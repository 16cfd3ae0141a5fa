import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { repoCreateStatus, repoGetRawFile } from '@mosaic/contracts/gitea';
import {
  isWireStatus,
  logText,
  type Pipeline,
  getRepoLogs,
  getRepoPipeline,
  getRepoPipelineConfig,
  getRepoPipelines,
  getRepoPipelinesLatest,
  postRepoPipeline,
  postRepoPipelineCancel,
  postRepoPipelines,
} from '@mosaic/contracts/woodpecker';
import { EventPage } from '@mosaic/contracts/mosaic';

import { deliverPush, type FakeRepository } from '@mosaic/testing/fakes';

import { SHA, startCi, type CiHarness } from './harness.ts';

const YAML = `when: [{ event: [push, tag, manual] }]
skip_clone: true
steps:
  - name: build
    image: bash
    commands: [echo building]
  - name: test
    image: bash
    commands: [echo testing]
`;

let stack: CiHarness;
let ids = 100;

beforeAll(async () => {
  stack = await startCi();
});
afterAll(() => stack[Symbol.asyncDispose]());

async function repositoryWith(files: Record<string, string>, more: Partial<FakeRepository> = {}) {
  const id = (ids += 1);
  const repository = stack.forge.add({
    id,
    owner: 'ada',
    name: `repo${id}`,
    files: { [SHA]: files },
    branches: { main: SHA },
    ...more,
  });
  return { repository, repositoryId: await stack.activate(repository) };
}

describe('a push', () => {
  test('runs, says so at the forge and in the feed', async () => {
    const { repository, repositoryId } = await repositoryWith({ '.woodpecker.yaml': YAML });
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const response = await deliverPush(repository, { sha: SHA, traceparent: `00-${trace}-00f067aa0ba902b7-01` });
    expect(response.status).toBe(200);
    const made = (await response.json()) as Pipeline;
    expect(made).toMatchObject({ number: 1, event: 'push', branch: 'main', commit: SHA, trace_id: trace });

    const pipeline = await stack.settled(repositoryId, 1);
    expect(pipeline.status).toBe('success');
    expect(pipeline.started).toBeGreaterThan(0);
    expect(pipeline.workflows[0]?.children.map(({ name, state, exit_code }) => [name, state, exit_code])).toEqual([
      ['build', 'success', 0],
      ['test', 'success', 0],
    ]);
    await stack.forge.until(() => repository.statuses.length === 3);
    expect(repository.statuses.map(({ state, context, target_url }) => [state, context, target_url])).toEqual(
      ['pending', 'pending', 'success'].map((state) => [
        state,
        'ci/woodpecker/push/woodpecker',
        `http://localhost:8080/ada/${repository.name}/pipelines/1`,
      ]),
    );
    const feed = EventPage.parse(await (await stack.as('core')({ method: 'GET', path: '/-/events?limit=500' })).json());
    const mine = feed.events.filter(({ traceId }) => traceId === trace);
    expect(mine.map(({ type }) => type)).toEqual([
      'dev.cdevents.pipelinerun.queued',
      'dev.cdevents.pipelinerun.started',
      'dev.cdevents.pipelinerun.finished',
    ]);
    expect(mine[2]?.data).toMatchObject({
      status: 'success',
      repository: `ada/${repository.name}`,
      repositoryId: repository.id,
      sha: SHA,
    });
  });

  test('delivered twice, at once and later, makes one pipeline', async () => {
    const { repository, repositoryId } = await repositoryWith({ '.woodpecker.yaml': YAML });
    const deliveryId = 'b5a1c0de-0000-4000-8000-000000000001';
    const both = await Promise.all([1, 2].map(() => deliverPush(repository, { sha: SHA, deliveryId })));
    const later = await deliverPush(repository, { sha: SHA, deliveryId });
    const numbers = await Promise.all([...both, later].map(async (answer) => ((await answer.json()) as Pipeline).number));
    expect(numbers).toEqual([1, 1, 1]);
    expect(await stack.client('ada').call(getRepoPipelines, { repo_id: repositoryId })).toHaveLength(1);
  });

  test('with a wrong token or signature is refused', async () => {
    const { repository, repositoryId } = await repositoryWith({ '.woodpecker.yaml': YAML });
    const other = await repositoryWith({ '.woodpecker.yaml': YAML });
    const url = repository.hooks[0]?.url ?? '';
    const tries = [
      () => fetch(url.replace(/access_token=.*/, 'access_token=x'), { method: 'POST', body: '{}' }),
      () => fetch(url.slice(0, -3), { method: 'POST', body: '{}' }),
      () => fetch(url.replace(/\?.*/, ''), { method: 'POST', body: '{}' }),
      () => deliverPush(repository, { sha: SHA, signature: 'f'.repeat(64) }),
      () => deliverPush(repository, { sha: SHA, signature: '' }),
      // A good token for another repository than the one in the payload.
      () => deliverPush({ ...other.repository, id: repository.id }, { sha: SHA }),
    ];
    for (const attempt of tries) expect((await attempt()).status).toBe(400);
    expect(await stack.client('ada').call(getRepoPipelines, { repo_id: repositoryId })).toEqual([]);
    expect(await stack.client('ada').call(getRepoPipelines, { repo_id: other.repositoryId })).toEqual([]);
  });

  test('that has nothing to run answers 204 and leaves no number behind', async () => {
    const { repository, repositoryId } = await repositoryWith({ '.woodpecker.yaml': YAML });
    const nothing = [
      deliverPush(repository, { sha: SHA, payload: { after: '0'.repeat(40) } }),
      deliverPush(repository, { sha: SHA, message: 'docs [skip ci]' }),
      deliverPush(repository, { sha: 'b'.repeat(40) }),
      deliverPush(repository, { sha: SHA, event: 'issues', payload: {} }),
      deliverPush(repository, { sha: SHA, payload: { ref: 'refs/tags/v1' } }),
    ];
    for (const answer of await Promise.all(nothing)) {
      expect(answer.status).toBe(204);
      expect(answer.headers.get('pipeline-filtered')).toBe('true');
    }
    expect(((await (await deliverPush(repository, { sha: SHA })).json()) as Pipeline).number).toBe(1);
    await stack.settled(repositoryId, 1);
  });

  test('of a tag arrives as create', async () => {
    const { repository, repositoryId } = await repositoryWith({ '.woodpecker.yaml': YAML });
    const response = await deliverPush(repository, { sha: SHA, event: 'create', payload: { ref: 'v1.0', ref_type: 'tag', sha: SHA } });
    expect(await response.json()).toMatchObject({ event: 'tag', ref: 'refs/tags/v1.0', commit: SHA });
    await stack.settled(repositoryId, 1);
    await stack.forge.until(() => repository.statuses.some(({ context }) => context === 'ci/woodpecker/tag/woodpecker'));
  });
});

test('five branches in each of ten repositories, pushed at once, each get their pipeline', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => repositoryWith({ '.woodpecker.yaml': YAML })));
  const pushes = all.flatMap(({ repository }) =>
    [1, 2, 3, 4, 5].map((branch) => deliverPush(repository, { sha: SHA, branch: `b${branch}` })),
  );
  for (const answer of await Promise.all(pushes)) expect(answer.status).toBe(200);
  for (const { repositoryId } of all) {
    await Promise.all([1, 2, 3, 4, 5].map((number) => stack.settled(repositoryId, number)));
    const pipelines = await stack.client('ada').call(getRepoPipelines, { repo_id: repositoryId });
    const second = await stack.client('ada').callPage(getRepoPipelines, { repo_id: repositoryId, query: { page: 2, perPage: 2 } });
    expect([second.items.map(({ number }) => number), second.total]).toEqual([[3, 2], 5]);
    expect((await stack.client('ada').callPage(getRepoPipelines, { repo_id: repositoryId, query: { branch: 'b1' } })).total).toBe(1);
    expect(pipelines.map(({ number, status }) => [number, status])).toEqual([5, 4, 3, 2, 1].map((number) => [number, 'success']));
    expect(new Set(pipelines.map(({ branch }) => branch)).size).toBe(5);
  }
});

describe('a wrong configuration', () => {
  test('broken YAML ends as error with file and line', async () => {
    const { repository } = await repositoryWith({ '.woodpecker/build.yaml': 'steps:\n  - name: x\n   image: [\n' });
    const pipeline = (await (await deliverPush(repository, { sha: SHA })).json()) as Pipeline;
    expect(pipeline.status).toBe('error');
    expect(pipeline.errors[0]).toMatchObject({
      is_warning: false,
      data: { file: '.woodpecker/build.yaml', line: expect.any(Number) as number },
    });
    await stack.forge.until(() => repository.statuses.some(({ state }) => state === 'error'));
  });

  test.each([
    [
      'an expression',
      `when: { event: push, evaluate: 'all(1..1500, not (repeat("a", 1000000) contains "b"))' }\n${YAML.slice(YAML.indexOf('\n'))}`,
      'more work',
    ],
    ['many keys', Array.from({ length: 30_000 }, (_, index) => `k${index}:`).join('\n'), 'no `steps`'],
  ])('a file that was made to keep the server busy ends as an error, and stays one after a restart: %s', async (_name, text, reason) => {
    const { repository, repositoryId } = await repositoryWith({ '.woodpecker.yaml': text });
    const other = await repositoryWith({ '.woodpecker.yaml': YAML });
    await Promise.all([deliverPush(repository, { sha: SHA }), deliverPush(other.repository, { sha: SHA })]);
    // The forge is answered after some seconds, whether or not it is over.
    const pipeline = await stack.settled(repositoryId, 1);
    expect(pipeline.status).toBe('error');
    expect(pipeline.errors.map(({ message }) => message).join('\n')).toContain(reason);
    expect(pipeline.errors.length).toBeLessThan(110);
    expect((await stack.settled(other.repositoryId, 1)).status).toBe('success');
    await stack.restart();
    expect((await stack.client('ada').callOrNull(getRepoPipeline, { repo_id: repositoryId, pipeline_number: 1 }))?.status).toBe('error');
  });

  test('a commit message of 3 MB is cut, and the pipeline runs', async () => {
    const { repository, repositoryId } = await repositoryWith({ '.woodpecker.yaml': YAML });
    await deliverPush(repository, { sha: SHA, message: 'm'.repeat(3_000_000) });
    const pipeline = await stack.settled(repositoryId, 1);
    expect(pipeline.status).toBe('success');
    expect(pipeline.message.length).toBeLessThan(20_000);
  });

  test('an unknown secret is named', async () => {
    const { repository } = await repositoryWith({
      '.woodpecker.yaml':
        'when: { event: push }\nskip_clone: true\nsteps:\n  - name: x\n    image: bash\n    commands: [env]\n    environment: { TOKEN: { from_secret: absent } }\n',
    });
    const pipeline = (await (await deliverPush(repository, { sha: SHA })).json()) as Pipeline;
    expect(pipeline.status).toBe('error');
    expect(pipeline.errors.map(({ message }) => message).join()).toContain('"absent"');
  });

  test('a forge that fails for a while only delays it', async () => {
    const { repository, repositoryId } = await repositoryWith({ '.woodpecker.yaml': YAML });
    stack.forge.fail(repoGetRawFile, { times: 2 });
    stack.forge.fail(repoCreateStatus, { times: 1, code: 'internal' });
    expect((await deliverPush(repository, { sha: SHA })).status).toBe(200);
    expect((await stack.settled(repositoryId, 1)).status).toBe('success');
    await stack.forge.until(() => repository.statuses.length === 3);
    expect(repository.statuses.map(({ state }) => state)).toEqual(['pending', 'pending', 'success']);
  });

  test('a forge that refuses its files ends it at once, in words', async () => {
    const { repository } = await repositoryWith({ '.woodpecker.yaml': YAML });
    stack.forge.fail(repoGetRawFile, { code: 'forbidden' });
    const pipeline = (await (await deliverPush(repository, { sha: SHA })).json()) as Pipeline;
    stack.forge.heal();
    expect([pipeline.status, pipeline.errors[0]?.message]).toEqual([
      'error',
      expect.stringContaining('did not hand out the pipeline files'),
    ]);
  });
});

describe('by hand', () => {
  test('a manual pipeline runs the head of a branch', async () => {
    const { repositoryId } = await repositoryWith({ '.woodpecker.yaml': YAML });
    const client = stack.client('ada');
    const made = await client.call(postRepoPipelines, { repo_id: repositoryId, body: { branch: 'main', variables: { COLOUR: 'green' } } });
    expect(made).toMatchObject({ event: 'manual', commit: SHA, sender: 'ada', variables: { COLOUR: 'green' } });
    await stack.settled(repositoryId, made.number);
    const files = await client.call(getRepoPipelineConfig, { repo_id: repositoryId, pipeline_number: made.number });
    expect(Buffer.from(files[0]?.data ?? '', 'base64').toString()).toBe(YAML);
    // The latest is that of a push.
    expect(await client.callOrNull(getRepoPipelinesLatest, { repo_id: repositoryId, query: { branch: 'main' } })).toBeNull();
    expect(await client.call(getRepoPipelines, { repo_id: repositoryId, query: { branch: 'other' } })).toEqual([]);
    expect(await client.call(getRepoPipelines, { repo_id: repositoryId, query: { event: 'push,manual', status: 'success' } })).toHaveLength(
      1,
    );
    await expect(client.call(postRepoPipelines, { repo_id: repositoryId, body: { branch: 'absent' } })).rejects.toSatisfy((error) =>
      isWireStatus(error, 404),
    );
  });

  test('a restart is a new pipeline with a parent', async () => {
    const { repository, repositoryId } = await repositoryWith({ '.woodpecker.yaml': YAML });
    await deliverPush(repository, { sha: SHA });
    await stack.settled(repositoryId, 1);
    const again = await stack.client('ada').call(postRepoPipeline, { repo_id: repositoryId, pipeline_number: 1 });
    expect(again).toMatchObject({ number: 2, parent: 1, event: 'push', commit: SHA });
    expect((await stack.settled(repositoryId, 2)).status).toBe('success');
    expect(await stack.client('core').call(postRepoPipeline, { repo_id: repositoryId, pipeline_number: 2 })).toMatchObject({
      number: 3,
      parent: 2,
      sender: 'ada',
    });
    await stack.settled(repositoryId, 3);
  });

  test('cancel stops what runs and what waits', async () => {
    const { repository, repositoryId } = await repositoryWith({
      '.woodpecker.yaml': `when: { event: push }\nskip_clone: true\nsteps:\n  - name: long\n    image: bash\n    commands: [sleep]\n    environment: { SLEEP: 60s }\n  - name: never\n    image: bash\n    commands: [echo no]\n`,
    });
    await deliverPush(repository, { sha: SHA });
    await stack.settled(repositoryId, 1, new Set(['running']));
    await stack.client('ada').call(postRepoPipelineCancel, { repo_id: repositoryId, pipeline_number: 1 });
    const pipeline = await stack.settled(repositoryId, 1);
    expect(pipeline.status).toBe('killed');
    expect(pipeline.workflows[0]?.children.map(({ state }) => state)).toEqual(['killed', 'canceled']);
    await expect(stack.client('ada').call(postRepoPipelineCancel, { repo_id: repositoryId, pipeline_number: 1 })).rejects.toSatisfy(
      (error) => isWireStatus(error, 409),
    );
  });
});

describe('workflows', () => {
  test('wait for each other; a failure skips, or wakes those that run on it', async () => {
    const step = (code: number) =>
      `skip_clone: true\nsteps:\n  - name: s\n    image: bash\n    commands: [x]\n    environment: { STEP_EXIT_CODE: "${code}" }\n`;
    const { repository, repositoryId } = await repositoryWith({
      '.woodpecker/a.yaml': `when: [{ event: push }]\n${step(1)}`,
      '.woodpecker/b.yaml': `when: [{ event: push }]\ndepends_on: [a]\n${step(0)}`,
      '.woodpecker/c.yaml': `when: [{ event: push, status: [failure] }]\ndepends_on: [a]\n${step(0)}`,
      '.woodpecker/d.yaml': `when: [{ event: push }]\ndepends_on: [b]\n${step(0)}`,
    });
    await deliverPush(repository, { sha: SHA });
    const pipeline = await stack.settled(repositoryId, 1);
    const states = Object.fromEntries(pipeline.workflows.map(({ name, state }) => [name, state]));
    expect(states).toEqual({ a: 'failure', b: 'skipped', c: 'success', d: 'skipped' });
    expect(pipeline.workflows[1]?.children[0]?.state).toBe('skipped');
    expect(pipeline.status).toBe('failure');
  });

  test('that no runner fits say why they wait', async () => {
    const { repository, repositoryId } = await repositoryWith({ '.woodpecker.yaml': `labels: { backend: docker }\n${YAML}` });
    await deliverPush(repository, { sha: SHA });
    const pipeline = await stack.client('ada').callOrNull(getRepoPipeline, { repo_id: repositoryId, pipeline_number: 1 });
    expect(pipeline?.workflows[0]?.waiting).toContain('backend=docker');
    const info = (await (await stack.as('root')({ method: 'GET', path: '/api/queue/info' })).json()) as { pending: { waiting: string }[] };
    expect(info.pending.some(({ waiting }) => waiting.includes('backend=docker'))).toBe(true);
    expect((await stack.as('bob')({ method: 'GET', path: '/api/queue/info' })).status).toBe(403);
    // It must not hold up its branch.
    repository.files['c'.repeat(40)] = { '.woodpecker.yaml': YAML };
    await deliverPush(repository, { sha: 'c'.repeat(40) });
    expect((await stack.settled(repositoryId, 2)).status).toBe('success');
    await stack.client('ada').call(postRepoPipelineCancel, { repo_id: repositoryId, pipeline_number: 1 });
    expect((await stack.settled(repositoryId, 1)).status).toBe('canceled');
  });

  test('of one branch run in order, those of others beside them', async () => {
    const slow = `when: { event: push }\nskip_clone: true\nsteps:\n  - name: s\n    image: bash\n    commands: [x]\n    environment: { SLEEP: 150ms }\n`;
    const { repository, repositoryId } = await repositoryWith({ '.woodpecker.yaml': slow });
    const pushes = ['main', 'main', 'dev', 'main'].map((branch) => () => deliverPush(repository, { sha: SHA, branch }));
    for (const push of pushes) expect((await push()).status).toBe(200);
    const done = await Promise.all([1, 2, 3, 4].map((number) => stack.settled(repositoryId, number)));
    const times = done.map((pipeline) => pipeline as Pipeline & { started_ms: number; finished_ms: number });
    expect(times[1]?.started_ms).toBeGreaterThanOrEqual(times[0]?.finished_ms ?? Infinity);
    expect(times[3]?.started_ms).toBeGreaterThanOrEqual(times[1]?.finished_ms ?? Infinity);
    expect(times[2]?.started_ms).toBeLessThan(times[1]?.finished_ms ?? 0);
  });
});

describe('logs', () => {
  test('come back line by line in base64', async () => {
    const { repository, repositoryId } = await repositoryWith({ '.woodpecker.yaml': YAML });
    await deliverPush(repository, { sha: SHA });
    const pipeline = await stack.settled(repositoryId, 1);
    const entries = await stack
      .client('ada')
      .call(getRepoLogs, { repo_id: repositoryId, pipeline_number: 1, step_id: pipeline.workflows[0]?.children[0]?.id ?? 0 });
    expect(entries.map(logText)).toEqual(['+ echo building']);
    expect(entries[0]).toMatchObject({ line: 0, type: 0 });
  });
});
