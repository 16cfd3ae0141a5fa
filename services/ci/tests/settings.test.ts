import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Pipeline, postRepoPipelineCancel, postRepoPipelines } from '@mosaic/contracts/woodpecker';

import { deliverPush, type FakeRepository } from '@mosaic/testing/fakes';

import { SHA, startCi, type CiHarness, type Login } from './harness.ts';

const YAML = `skip_clone: true
when: { event: [push, manual, deployment] }
steps:
  - { name: build, image: bash, commands: [x], when: { event: push }, environment: { SLEEP: "\${SLEEP:=0s}" } }
  - { name: release, image: bash, commands: [x], when: { event: deployment } }
`;

let stack: CiHarness;
let ids = 900;

beforeAll(async () => {
  stack = await startCi();
});
afterAll(() => stack[Symbol.asyncDispose]());

async function call(method: 'GET' | 'PATCH' | 'POST', path: string, body?: unknown, login: Login = 'ada') {
  const response = await stack.as(login)({ method, path, ...(body === undefined ? {} : { body: body as object }) });
  const text = await response.text();
  return { status: response.status, text, json: text.startsWith('{') || text.startsWith('[') ? (JSON.parse(text) as never) : null };
}

async function activated(settings: object = {}, files: Record<string, string> = { '.woodpecker.yaml': YAML }) {
  const id = (ids += 1);
  const repository: FakeRepository = stack.forge.add({
    id,
    owner: 'ada',
    name: `settings${id}`,
    files: { [SHA]: files },
    branches: { main: SHA },
    members: { root: 'admin' },
  });
  const repositoryId = await stack.activate(repository);
  const edited = await call('PATCH', `/api/repos/${repositoryId}`, settings);
  expect(edited).toMatchObject({ status: 200 });
  return { repository, repositoryId, path: `/api/repos/${repositoryId}` };
}

/** Members of upstream's request models (server/model RepoPatch, PipelineOptions, Secret), with a value other than the default. */
const REPO_PATCH = {
  config_file: { value: 'ci/.woodpecker.yaml' },
  require_approval: { value: 'all_events' },
  approval_allowed_users: { value: ['ada'] },
  timeout: { value: 30 },
  visibility: { refused: 'internal' },
  allow_pr: { value: false },
  allow_deploy: { value: true },
  cancel_previous_pipeline_events: { value: ['push'] },
  netrc_trusted: { refused: ['woodpeckerci/plugin-git'] },
  trusted: { value: { network: true, volumes: false, security: false }, as: 'root' },
  config_extension_endpoint: { refused: 'http://x.test' },
  config_extension_exclusive: { refused: true },
  config_extension_netrc: { refused: true },
  registry_extension_endpoint: { refused: 'http://x.test' },
  registry_extension_netrc: { refused: true },
  secret_extension_endpoint: { refused: 'http://x.test' },
  secret_extension_netrc: { refused: true },
  // Only of woodpecker-go's RepoPatch; the server upstream drops it.
  pipeline_counter: { refused: 100 },
} as const;

describe('every member of a form works or is refused by its name', () => {
  test.each(Object.entries(REPO_PATCH))('PATCH /repos/:id %s', async (member, expected) => {
    const { path } = await activated();
    const before = (await call('GET', path)).json as unknown as Record<string, unknown>;
    if ('refused' in expected) {
      const answer = await call('PATCH', path, { [member]: expected.refused, timeout: 7 });
      expect(answer.status).toBe(400);
      expect(answer.text).toContain(member);
      expect((await call('GET', path)).json).toEqual(before);
      return;
    }
    const login = 'as' in expected ? expected.as : 'ada';
    expect(await call('PATCH', path, { [member]: expected.value }, login)).toMatchObject({
      status: 200,
      json: { [member]: expected.value },
    });
    expect((await call('GET', path)).json).toMatchObject({ [member]: expected.value });
  });

  test('the whole form as it is shown, and null as Go clients send it, change nothing', async () => {
    const { path } = await activated({ timeout: 20 });
    const shown = (await call('GET', path)).json as unknown as Record<string, unknown>;
    expect(await call('PATCH', path, shown)).toMatchObject({ status: 200, json: shown });
    const none = { config_file: null, visibility: null, trusted: null, timeout: null, cancel_previous_pipeline_events: null };
    expect(await call('PATCH', path, none)).toMatchObject({ status: 200, json: shown });
  });

  test('POST /repos/:id/secrets as woodpecker-cli sends it', async () => {
    const { path } = await activated();
    const form = { id: 0, org_id: 0, repo_id: 0, name: 'deploy_key', value: 'hunter22', images: null, events: ['push'], note: 'why' };
    expect(await call('POST', `${path}/secrets`, form)).toMatchObject({
      status: 200,
      json: { name: 'deploy_key', images: [], events: ['push'], note: 'why' },
    });
  });

  test('PATCH /repos/:id/secrets/:name as woodpecker-cli sends it, with one of its flags', async () => {
    const { path } = await activated();
    await call('POST', `${path}/secrets`, { name: 'key', value: 'hunter22', events: ['push'] });
    const form = { id: 0, name: 'key', value: 'hunter33', images: [], events: [] };
    expect(await call('PATCH', `${path}/secrets/key`, form)).toMatchObject({ status: 200, json: { events: ['push'] } });
    expect(await call('PATCH', `${path}/secrets/key`, { ...form, value: '', events: ['tag'] })).toMatchObject({
      status: 200,
      json: { events: ['tag'] },
    });
  });

  test.each(['abc', ' ab\n'])('a secret that no mask could hide is refused: %j', async (value) => {
    const { path } = await activated();
    const refused = await call('POST', `${path}/secrets`, { name: 'short', value, events: ['push'] });
    expect(refused).toMatchObject({ status: 400, text: expect.stringContaining('cannot be hidden in logs') });
    await call('POST', `${path}/secrets`, { name: 'short', value: 'long enough', events: ['push'] });
    expect(await call('PATCH', `${path}/secrets/short`, { value })).toMatchObject({ status: 400 });
  });
});

test('a parameter without a value says the same as none; `ref` is a part of the ref', async () => {
  const { repository, repositoryId, path } = await activated();
  await deliverPush(repository, { sha: SHA });
  await stack.settled(repositoryId, 1);
  const empty = 'event=&branch=&status=&ref=&before=&after=&page=&perPage=';
  expect((await call('GET', `${path}/pipelines?${empty}`)).json).toHaveLength(1);
  expect((await call('GET', `${path}/pipelines?event=tag`)).json).toHaveLength(0);
  expect((await call('GET', `${path}/pipelines?ref=heads/ma`)).json).toHaveLength(1);
  expect((await call('GET', `${path}/pipelines?ref=heads_ma`)).json).toHaveLength(0);
  expect(await call('GET', `${path}/pipelines/latest?branch=`)).toMatchObject({ json: { number: 1 } });
  expect((await call('GET', '/api/user/repos?all=&name=')).status).toBe(200);
});

test('a list of the repositories of somebody with more than a page holds them all', async () => {
  for (let index = 0; index < 61; index++) stack.forge.add({ id: 5_000 + index, owner: 'ada', name: `many${index}`, files: {} });
  const { repositoryId } = await activated();
  const shown = (await call('GET', '/api/user/repos')).json as unknown as { id: number }[];
  expect(shown.map(({ id }) => id)).toContain(repositoryId);
});

describe('a pipeline once more', () => {
  test('parameters reach its steps', async () => {
    const { repository, repositoryId, path } = await activated();
    await deliverPush(repository, { sha: SHA });
    await stack.settled(repositoryId, 1);
    expect(await call('POST', `${path}/pipelines/1?CHANNEL=beta&N=1.20`)).toMatchObject({
      status: 200,
      json: { number: 2, parent: 1, variables: { CHANNEL: 'beta', N: '1.20' } },
    });
    expect(await call('POST', `${path}/pipelines/1?A%20B=x`)).toMatchObject({ status: 400 });
    expect(await call('POST', `${path}/pipelines/1?event=push`)).toMatchObject({
      status: 400,
      text: expect.stringContaining('deployment'),
    });
  });

  test('a deployment has an event, a target and filters of its own, and needs leave', async () => {
    const { repository, repositoryId, path } = await activated();
    await deliverPush(repository, { sha: SHA });
    await stack.settled(repositoryId, 1);
    expect(await call('POST', `${path}/pipelines/1?event=deployment&deploy_to=production`)).toMatchObject({ status: 403 });
    await call('PATCH', path, { allow_deploy: true });
    expect(await call('POST', `${path}/pipelines/1?event=deployment`)).toMatchObject({ status: 400 });
    expect(await call('POST', `${path}/pipelines/1?event=deployment&deploy_to=production&deploy_task=migrate&X=y`)).toMatchObject({
      json: { number: 2, event: 'deployment', deploy_to: 'production', deploy_task: 'migrate', variables: { X: 'y' } },
    });
    const pipeline = await stack.settled(repositoryId, 2);
    expect(pipeline.workflows[0]?.children.map(({ name }) => name)).toEqual(['release']);
  });
});

describe('approval', () => {
  const blocked = new Set(['blocked']);

  test('nothing runs before somebody approves; what is declined never runs', async () => {
    const { repository, repositoryId, path } = await activated({ require_approval: 'all_events' });
    expect(((await (await deliverPush(repository, { sha: SHA })).json()) as Pipeline).status).toBe('blocked');
    await deliverPush(repository, { sha: SHA, deliveryId: 'second' });
    await stack.settled(repositoryId, 2, blocked);
    expect((await call('GET', `${path}/pipelines/1`)).json).toMatchObject({ status: 'blocked', workflows: [] });
    expect(await call('POST', `${path}/pipelines/1/approve`, undefined, 'bob')).toMatchObject({ status: 403 });
    expect(await call('POST', `${path}/pipelines/1/approve`)).toMatchObject({ status: 200, json: { reviewed_by: 'ada' } });
    expect((await stack.settled(repositoryId, 1)).status).toBe('success');
    expect(await call('POST', `${path}/pipelines/2/decline`)).toMatchObject({ json: { status: 'declined', reviewed_by: 'ada' } });
    expect(await call('POST', `${path}/pipelines/2/approve`)).toMatchObject({ status: 409 });
    const last = () => new Map(repository.statuses.map(({ context, state }) => [context, state]));
    await stack.forge.until(() => last().get('ci/woodpecker/push') === 'warning');
    expect(last().get('ci/woodpecker/push/woodpecker')).toBe('success');
  });

  test('who is allowed needs none, and what a person starts by hand neither', async () => {
    const { repository, repositoryId, path } = await activated({ require_approval: 'all_events', approval_allowed_users: ['ada'] });
    await deliverPush(repository, { sha: SHA });
    expect((await stack.settled(repositoryId, 1)).status).toBe('success');
    await call('PATCH', path, { approval_allowed_users: [] });
    const manual = await stack
      .client('ada')
      .call(postRepoPipelines, { repo_id: repositoryId, body: { branch: 'main' } })
      .catch((error: Error) => error.message);
    expect(typeof manual === 'string' ? manual : manual.status).not.toBe('blocked');
  });
});

test('a newer pipeline of the branch stops the older one, and says so', async () => {
  const yaml = YAML.replace('"${SLEEP:=0s}"', '5s');
  const { repository, repositoryId } = await activated({ cancel_previous_pipeline_events: ['push'] }, { '.woodpecker.yaml': yaml });
  await deliverPush(repository, { sha: SHA });
  await stack.settled(repositoryId, 1, new Set(['running']));
  await deliverPush(repository, { sha: SHA, deliveryId: 'newer' });
  const older = await stack.settled(repositoryId, 1);
  expect(older).toMatchObject({ status: 'killed', cancel_info: { superseded_by: 2 } });
  await stack.client('ada').call(postRepoPipelineCancel, { repo_id: repositoryId, pipeline_number: 2 });
});

test('a red status of what was mended or is no more does not stay', async () => {
  const { repository, repositoryId } = await activated({}, { '.woodpecker.yaml': 'steps: [' });
  const last = () => Object.fromEntries(repository.statuses.map(({ context, state }) => [context, state]));
  await deliverPush(repository, { sha: SHA });
  await stack.forge.until(() => last()['ci/woodpecker/push'] === 'error');
  const failing = YAML.replace('"${SLEEP:=0s}"', '0s, STEP_EXIT_CODE: "1"');
  repository.files[SHA] = { '.woodpecker/old.yaml': failing };
  await deliverPush(repository, { sha: SHA, deliveryId: 'd2' });
  await stack.settled(repositoryId, 2);
  await stack.forge.until(() => last()['ci/woodpecker/push/old'] === 'failure');
  expect(last()['ci/woodpecker/push']).toBe('skipped');
  repository.files[SHA] = { '.woodpecker/new.yaml': YAML };
  await deliverPush(repository, { sha: SHA, deliveryId: 'd3' });
  await stack.settled(repositoryId, 3);
  await stack.forge.until(() => last()['ci/woodpecker/push/new'] === 'success');
  expect(last()).toEqual({ 'ci/woodpecker/push': 'skipped', 'ci/woodpecker/push/old': 'skipped', 'ci/woodpecker/push/new': 'success' });
});
