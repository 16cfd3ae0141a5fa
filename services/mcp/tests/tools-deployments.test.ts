import {
  deploymentGet,
  deploymentList,
  deploymentReport,
  deploymentRequest,
  deploymentRollBack,
  journeyGet,
  journeyList,
  tonyProjectCreate,
  tonyProjectGet,
  tonyProjectList,
  type ToolInput,
} from '@mosaic/contracts/mosaic';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { deployment, requestId, SHA, startMcp, type Login, type McpHarness } from './harness.ts';

/* Each tool for projects, deployments and journeys through its door: what it answers, who else sees it, what each input changes. */

let stack: McpHarness;
const TRACES = ['1', '2', '3'].map((digit) => digit.repeat(32)) as [string, string, string];

const deploy = async (login: Login, changes: Partial<ToolInput<typeof deploymentRequest>>) => {
  stack.advance(10);
  return (await stack.call(login, deploymentRequest, deployment(changes))).deployment;
};
const report = async (id: number, state: 'running' | 'live' | 'failed', reason?: string) =>
  (await stack.call('mosaic-core', deploymentReport, { requestId: requestId(), id, state, reason })).deployment;
const seen = async (id: number) => (await stack.call('ada', deploymentGet, { id })).deployment;
const project = async (name: string) => (await stack.call('ada', tonyProjectGet, { project: name })).project;

/** Two projects; production and preview of the one, production of the other. */
const projects = { hello: {} as Awaited<ReturnType<typeof project>>, open: {} as Awaited<ReturnType<typeof project>> };
let deployments: Awaited<ReturnType<typeof deploy>>[];
beforeAll(async () => {
  stack = await startMcp();
  const bind = async (login: Login, name: string, repository: string) =>
    (await stack.call(login, tonyProjectCreate, { requestId: requestId(), project: name, repository })).project;
  projects.hello = await bind('ada', 'hello', 'ada/hello');
  projects.open = await bind('bob', 'open', 'bob/open');
  deployments = [
    await deploy('ada', { title: 'By hand', traceId: TRACES[0] }),
    await deploy('ada', { environment: 'preview', traceId: TRACES[1] }),
    await deploy('bob', { project: 'open', repository: 'bob/open', traceId: TRACES[2] }),
  ];
});
afterAll(() => stack[Symbol.asyncDispose]());

test('projects: made, shown, and listed page by page', async () => {
  const made = { private: true, owner: 'ada', createdAt: expect.any(Number), environments: [] };
  expect(projects.hello).toEqual({ ...made, name: 'hello', repository: 'ada/hello' });
  expect(projects.open).toEqual({ ...made, name: 'open', repository: 'bob/open', private: false, owner: 'bob' });
  const [hello, open] = [await project('hello'), await project('open')];
  expect(hello.environments).toEqual(
    [deployments[1], deployments[0]].map((shown) => ({
      name: shown?.environment,
      url: shown?.url,
      state: 'requested',
      deploymentId: shown?.id,
      sha: SHA,
      deployedAt: null,
    })),
  );
  expect(await stack.call('ada', tonyProjectList, {})).toEqual({ projects: [hello, open], next: null });
  expect((await stack.call('bob', tonyProjectList, {})).projects).toEqual([open]);
  const { projects: first, next } = await stack.call('ada', tonyProjectList, { limit: 1 });
  expect(first).toEqual([hello]);
  expect(await stack.call('ada', tonyProjectList, { limit: 1, cursor: next as string })).toEqual({ projects: [open], next: null });
});

test('deployment_request answers what was stated, the title of the pipeline where none was, and deployment_get the same', async () => {
  const made = {
    id: expect.any(Number),
    project: 'hello',
    environment: 'production',
    repository: 'ada/hello',
    private: true,
    sha: SHA,
    branch: 'main',
    title: 'By hand',
    pipelineNumber: 1,
    target: 'site',
    artifact: 'site',
    state: 'requested',
    reason: '',
    url: 'http://hello.localhost:8080',
    traceId: TRACES[0],
    requestedBy: 'ada',
    requestedAt: expect.any(Number),
    finishedAt: null,
    rollbackOf: null,
  };
  const preview = { environment: 'preview', url: 'http://preview--hello.localhost:8080', title: 'Say hello', traceId: TRACES[1] };
  expect(deployments.slice(0, 2)).toEqual([made, { ...made, ...preview }]);
  for (const shown of deployments) expect(await seen(shown.id)).toEqual(shown);
});

test('deployment_list and journey_list, filter by filter', async () => {
  const [production, preview, open] = deployments.map(({ id }) => id);
  const ids = async (input: ToolInput<typeof deploymentList>) =>
    (await stack.call('ada', deploymentList, input)).deployments.map(({ id }) => id);
  expect((await stack.call('ada', deploymentList, {})).deployments).toEqual(deployments.toReversed());
  expect([await ids({ project: 'hello' }), await ids({ project: 'open' })]).toEqual([[preview, production], [open]]);
  expect([await ids({ environment: 'production' }), await ids({ environment: 'preview' })]).toEqual([[open, production], [preview]]);
  expect([await ids({ repository: 'ada/hello' }), await ids({ repository: 'bob/open' })]).toEqual([[preview, production], [open]]);
  expect([await ids({ state: 'requested' }), await ids({ state: 'live' })]).toEqual([[open, preview, production], []]);
  const page = await stack.call('ada', deploymentList, { limit: 2 });
  expect(page.deployments.map(({ id }) => id)).toEqual([open, preview]);
  expect(await ids({ limit: 2, cursor: page.next as string })).toEqual([production]);

  const traces = async (input: ToolInput<typeof journeyList>) =>
    (await stack.call('ada', journeyList, input)).journeys.map(({ traceId }) => traceId);
  const [first, second, third] = TRACES;
  expect(await traces({})).toEqual([third, second, first]);
  expect([await traces({ project: 'hello' }), await traces({ project: 'open' })]).toEqual([[second, first], [third]]);
  expect([await traces({ repository: 'ada/hello' }), await traces({ repository: 'bob/open' })]).toEqual([[second, first], [third]]);
  const { journeys, next } = await stack.call('ada', journeyList, { limit: 2 });
  expect(journeys.map(({ traceId }) => traceId)).toEqual([third, second]);
  expect(await traces({ limit: 2, cursor: next as string })).toEqual([first]);
});

test('journey_get answers every hop, by the trace', async () => {
  const [{ id, url, requestedAt }] = deployments as [(typeof deployments)[number]];
  expect(await stack.call('ada', journeyGet, { id: TRACES[0] })).toEqual({
    journey: {
      traceId: TRACES[0],
      repository: 'ada/hello',
      private: true,
      project: 'hello',
      title: 'Deployment of hello',
      sha: SHA,
      startedAt: expect.any(Number),
      hops: [
        {
          kind: 'deployment',
          title: 'Deployment to production',
          detail: url,
          state: 'waiting',
          url: `http://localhost:8080/-/projects/hello/deployments/${id}`,
          startedAt: requestedAt,
          durationMs: null,
        },
      ],
    },
  });
});

test('reported, superseded and rolled back: each answer is what deployment_get and the project then show', async () => {
  const told = async (answer: ReturnType<typeof report>) => {
    const answered = await answer;
    expect(await seen(answered.id)).toEqual(answered);
    return answered;
  };
  const [first, preview] = deployments.map(({ id }) => id) as [number, number];
  expect(await told(report(first, 'running'))).toMatchObject({ id: first, state: 'running', reason: '', finishedAt: null });
  expect(await told(report(first, 'live'))).toMatchObject({ id: first, state: 'live', reason: '', finishedAt: expect.any(Number) });
  expect(await told(report(preview, 'failed', 'It holds no page.'))).toMatchObject({ state: 'failed', reason: 'It holds no page.' });
  const { id: second } = await deploy('ada', {});
  await report(second, 'live');
  expect(await seen(first)).toMatchObject({ state: 'superseded' });

  expect(await stack.refusal('ada', deploymentRollBack, { requestId: requestId(), id: second })).toBe('conflict');
  const { deployment: back } = await stack.call('ada', deploymentRollBack, { requestId: requestId(), id: first });
  expect(back).toMatchObject({ state: 'requested', rollbackOf: first, title: 'By hand', artifact: 'site', requestedBy: 'ada' });
  expect(await seen(back.id)).toEqual(back);
  expect((await project('hello')).environments).toMatchObject([
    { name: 'preview', state: 'failed', deploymentId: preview, deployedAt: null },
    { name: 'production', state: 'requested', deploymentId: second, deployedAt: expect.any(Number) },
  ]);
});
