import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  getAgent,
  getAgents,
  getQueueInfo,
  getAgentTasks,
  patchAgent,
  type Agent,
  type Pipeline,
  getRepoPipeline,
  postRepoPipelineCancel,
} from '@mosaic/contracts/woodpecker';
import { operationCalls } from '@mosaic/contracts/wire';

import { deliverPush, type FakeRepository } from '@mosaic/testing/fakes';

import { SHA, startCi, type CiHarness, type Login } from './harness.ts';

const YAML =
  'when: { event: push }\nskip_clone: true\nlabels: { backend: dummy }\nsteps:\n  - name: s\n    image: bash\n    commands: [x]\n    environment: { SLEEP: LENGTH }\n';
const WAITING = new Set(['pending']);

let stack: CiHarness;
let ids = 0;
beforeAll(async () => {
  stack = await startCi();
});
afterAll(() => stack[Symbol.asyncDispose]());

const as = (login: Login | null) => operationCalls<never>(stack.as(login), (request) => ({ ...request, path: `/api${request.path}` }));

async function repositoryThatSleeps(length: string): Promise<{ repository: FakeRepository; repositoryId: number }> {
  const id = (ids += 1);
  const files = { [SHA]: { '.woodpecker.yaml': YAML.replace('LENGTH', length) } };
  const repository = stack.forge.add({ id, owner: 'ada', name: `r${id}`, files });
  return { repository, repositoryId: await stack.activate(repository) };
}

async function theAgent(): Promise<Agent> {
  const [agent] = await as('root').call(getAgents, {});
  if (agent === undefined) throw new Error('There is no agent.');
  return agent;
}

test('the runners of the process are an agent, with what it runs', async () => {
  const agent = await theAgent();
  expect(agent).toMatchObject({
    name: 'mosaic-dummy',
    backend: 'dummy',
    capacity: 2,
    version: '0.1.0',
    no_schedule: false,
    token: '',
    custom_labels: { backend: 'dummy', repo: '*', platform: agent.platform },
  });
  expect(Math.abs(Date.now() / 1000 - agent.last_contact)).toBeLessThan(60);
  expect(await as('root').call(getAgents, { query: { page: 2, perPage: 1 } })).toEqual([]);
  expect(await as('root').call(getAgent, { agent_id: agent.id })).toEqual(agent);
  expect(await as('root').callOrNull(getAgent, { agent_id: agent.id + 1 })).toBeNull();

  expect(await as('root').call(getAgentTasks, { agent_id: agent.id })).toEqual([]);
  expect(await as('root').callOrNull(getAgentTasks, { agent_id: agent.id + 1 })).toBeNull();
  const { repository, repositoryId } = await repositoryThatSleeps('600s');
  const made = (await (await deliverPush(repository, { sha: SHA })).json()) as Pipeline;
  const running = await stack.settled(repositoryId, 1, new Set(['running']));
  expect(running.workflows[0]?.agent_id).toBe(agent.id);
  expect(await as('root').call(getAgentTasks, { agent_id: agent.id })).toMatchObject([
    { id: String(made.workflows[0]?.id), agent_id: agent.id, pipeline_id: made.id, repo_id: repositoryId },
  ]);
  await stack.client('ada').call(postRepoPipelineCancel, { repo_id: repositoryId, pipeline_number: 1 });
  await stack.settled(repositoryId, 1);
  expect(await as('root').call(getAgentTasks, { agent_id: agent.id })).toEqual([]);
  expect((await theAgent()).last_work).toBeGreaterThan(0);
});

test('a paused agent takes nothing until it may again, over a restart too; what it runs goes on', async () => {
  const { id } = await theAgent();
  const long = await repositoryThatSleeps('600s');
  await deliverPush(long.repository, { sha: SHA });
  await stack.settled(long.repositoryId, 1, new Set(['running']));
  const paused = await as('root').call(patchAgent, { agent_id: id, body: { no_schedule: true } });
  expect(paused).toMatchObject({ no_schedule: true, name: 'mosaic-dummy' });
  expect((await stack.client('ada').callOrNull(getRepoPipeline, { repo_id: long.repositoryId, pipeline_number: 1 }))?.status).toBe(
    'running',
  );
  await stack.client('ada').call(postRepoPipelineCancel, { repo_id: long.repositoryId, pipeline_number: 1 });
  await stack.settled(long.repositoryId, 1);

  const { repository, repositoryId } = await repositoryThatSleeps('0s');
  await deliverPush(repository, { sha: SHA });
  const waits = await stack.settled(repositoryId, 1, WAITING);
  expect(waits.workflows[0]?.waiting).toContain('paused');
  expect(await as('root').call(getQueueInfo, {})).toMatchObject({
    pending: [{ repo_id: repositoryId, pipeline_number: 1, waiting: expect.stringContaining('paused') }],
    running: [],
    stats: { pending_count: 1, running_count: 0 },
  });
  await stack.restart();
  expect(await theAgent()).toMatchObject({ id, no_schedule: true });
  expect((await stack.client('ada').callOrNull(getRepoPipeline, { repo_id: repositoryId, pipeline_number: 1 }))?.status).toBe('pending');

  await as('root').call(patchAgent, { agent_id: id, body: { no_schedule: false } });
  expect((await stack.settled(repositoryId, 1)).status).toBe('success');
});

test('a client sends the whole agent back; what cannot be set is refused by its name', async () => {
  const agent = await theAgent();
  const named = await as('root').call(patchAgent, { agent_id: agent.id, body: { ...agent, name: 'under the desk' } });
  expect(named).toMatchObject({ name: 'under the desk', no_schedule: agent.no_schedule });
  for (const [body, word] of [
    [{ capacity: 9 }, 'capacity'],
    [{ token: 'x' }, 'token'],
    [{ name: '' }, 'name'],
    [{ no_schedule: 'yes' }, 'no_schedule'],
  ] as const) {
    const refused = await stack.as('root')({ method: 'PATCH', path: `/api/agents/${agent.id}`, body });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining(word)]);
  }
  await stack.restart();
  expect(await theAgent()).toMatchObject({ name: 'under the desk', capacity: 2 });
  expect((await stack.as('root')({ method: 'PATCH', path: '/api/agents/4711', body: { name: 'x' } })).status).toBe(404);
});

test('agents are the administrators’ alone', async () => {
  const { id, name } = await theAgent();
  for (const [login, status] of [
    ['bob', 403],
    ['weak', 403],
    [null, 401],
  ] as const) {
    const send = stack.as(login);
    for (const path of ['/api/agents', `/api/agents/${id}`, `/api/agents/${id}/tasks`])
      expect([login, path, (await send({ method: 'GET', path })).status]).toEqual([login, path, status]);
    expect((await send({ method: 'PATCH', path: `/api/agents/${id}`, body: { name: 'taken' } })).status).toBe(status);
  }
  expect((await theAgent()).name).toBe(name);
});

test('an agent of a backend that is not set any more goes, and that of another comes', async () => {
  const before = await theAgent();
  await stack.restart({ backends: ['dummy', 'local'], maxWorkflows: 3 });
  const both = await as('root').call(getAgents, {});
  expect(both.map(({ backend, capacity }) => [backend, capacity])).toEqual([
    ['dummy', 3],
    ['local', 3],
  ]);
  expect(both[0]?.id).toBe(before.id);
  expect((await as('root').call(getAgents, { query: { page: 2, perPage: 1 } })).map(({ backend }) => backend)).toEqual(['local']);
  const { repository, repositoryId } = await repositoryThatSleeps('600s');
  await deliverPush(repository, { sha: SHA });
  await stack.settled(repositoryId, 1, new Set(['running']));
  const tasks = await Promise.all(both.map(({ id }) => as('root').call(getAgentTasks, { agent_id: id })));
  expect(tasks.map(({ length }) => length)).toEqual([1, 0]);
  await stack.restart({ backends: ['local'] });
  expect((await as('root').call(getAgents, {})).map(({ backend }) => backend)).toEqual(['local']);
});
