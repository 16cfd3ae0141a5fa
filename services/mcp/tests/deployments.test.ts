import {
  deploymentGet,
  deploymentList,
  deploymentReport,
  deploymentRequest,
  deploymentRollBack,
  eventRead,
  tonyProjectCreate,
  tonyProjectGet,
} from '@mosaic/contracts/mosaic';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { SHA, SITE, deployment, requestId, startMcp, type McpHarness } from './harness.ts';

let stack: McpHarness;
beforeEach(async () => {
  stack = await startMcp();
});
afterEach(() => stack[Symbol.asyncDispose]());

const report = (id: number, state: 'running' | 'live' | 'failed', reason = '') =>
  stack.call('mosaic-core', deploymentReport, { requestId: requestId(), id, state, reason });

test('a green pipeline with the artifact goes live, and the next one supersedes it', async () => {
  const stated = deployment();
  const { deployment: first } = await stack.call('mosaic-core', deploymentRequest, stated);
  expect(first).toMatchObject({ state: 'requested', url: 'http://hello.localhost:8080', title: 'Say hello', requestedBy: 'mosaic-core' });
  expect(await stack.call('mosaic-core', deploymentRequest, stated)).toEqual({ deployment: first });
  await report(first.id, 'running');
  await report(first.id, 'live');
  const { deployment: second } = await stack.call('ada', deploymentRequest, deployment());
  await report(second.id, 'running');
  await report(second.id, 'live');
  const { deployments } = await stack.call('ada', deploymentList, { project: 'hello' });
  expect(deployments.map(({ id, state }) => ({ id, state }))).toEqual([
    { id: second.id, state: 'live' },
    { id: first.id, state: 'superseded' },
  ]);
  const { project } = await stack.call('ada', tonyProjectGet, { project: 'hello' });
  expect(project).toMatchObject({
    repository: 'ada/hello',
    environments: [{ name: 'production', state: 'live', deploymentId: second.id, sha: SHA, url: 'http://hello.localhost:8080' }],
  });

  // Back to the first: a new deployment of the old artifact.
  expect(await stack.refusal('bob', deploymentRollBack, { requestId: requestId(), id: first.id })).toBe('not_found');
  expect(await stack.refusal('ada', deploymentRollBack, { requestId: requestId(), id: second.id })).toBe('conflict');
  const { deployment: back } = await stack.call('ada', deploymentRollBack, { requestId: requestId(), id: first.id });
  expect(back).toMatchObject({ state: 'requested', rollbackOf: first.id, artifact: 'site', pipelineNumber: 1 });
  await report(back.id, 'running');
  await report(back.id, 'live');
  const { events } = await stack.call('mosaic-core', eventRead, { limit: 200 });
  expect(events.map((event) => event.type).filter((type) => !type.includes('audit'))).toEqual([
    'dev.mosaic.project.created',
    'dev.mosaic.deployment.requested',
    'dev.cdevents.service.deployed',
    'dev.mosaic.deployment.requested',
    'dev.cdevents.service.deployed',
    'dev.mosaic.deployment.requested',
    'dev.cdevents.service.rolledback',
  ]);
});

test('states follow each other; a repeated report changes nothing, a backward one is refused', async () => {
  const { deployment: made } = await stack.call('mosaic-core', deploymentRequest, deployment());
  await report(made.id, 'running');
  await report(made.id, 'running');
  const { deployment: failed } = await report(made.id, 'failed', 'the artifact is empty');
  expect(failed).toMatchObject({ state: 'failed', reason: 'the artifact is empty', finishedAt: expect.any(Number) });
  await expect(report(made.id, 'live')).rejects.toMatchObject({ code: 'conflict' });
  expect((await stack.call('ada', deploymentGet, { id: made.id })).deployment).toEqual(failed);
});

test.each([
  ['a red pipeline', { pipelineNumber: 2 }, 'precondition_failed'],
  ['another commit', { sha: 'f'.repeat(40) }, 'precondition_failed'],
  ['another branch', { branch: 'feature' }, 'precondition_failed'],
  ['a missing artifact', { artifact: 'docs' }, 'not_found'],
  ['a missing pipeline', { pipelineNumber: 9 }, 'not_found'],
  ['a reserved name', { project: 'api' }, 'invalid_input'],
] as const)('%s is refused', async (_, changes, code) => {
  expect(await stack.refusal('mosaic-core', deploymentRequest, deployment(changes))).toBe(code);
  expect(await stack.store.rows('select (select count(*) from deployments) + (select count(*) from projects) as n')).toEqual([{ n: 0 }]);
});

test('production deploys only from the default branch, and never from a pull request', async () => {
  stack.ci.pipelines.push(
    { repository: 'ada/hello', number: 3, status: 'success', sha: SHA, branch: 'feature', artifacts: SITE },
    { repository: 'ada/hello', number: 4, status: 'success', sha: SHA, event: 'pull_request', artifacts: SITE },
  );
  const feature = { pipelineNumber: 3, branch: 'feature' };
  expect(await stack.refusal('mosaic-core', deploymentRequest, deployment(feature))).toBe('forbidden');
  expect(await stack.refusal('mosaic-core', deploymentRequest, deployment({ pipelineNumber: 4 }))).toBe('forbidden');
  const { deployment: preview } = await stack.call('mosaic-core', deploymentRequest, deployment({ ...feature, environment: 'preview' }));
  expect(preview.url).toBe('http://preview--hello.localhost:8080');
});

test('the first claim binds the name; the refusal does not name a private repository', async () => {
  await stack.call('ada', tonyProjectCreate, { requestId: requestId(), project: 'hello', repository: 'ada/hello' });
  const taken = stack.call('bob', tonyProjectCreate, { requestId: requestId(), project: 'hello', repository: 'bob/open' });
  await expect(taken).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('another repository') });
  await expect(taken).rejects.not.toThrow(/ada/);
  const deployed = stack.call('mosaic-core', deploymentRequest, deployment({ repository: 'bob/open' }));
  await expect(deployed).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('ada/hello') });

  await stack.call('bob', tonyProjectCreate, { requestId: requestId(), project: 'open', repository: 'bob/open' });
  const second = { requestId: requestId(), project: 'other', repository: 'bob/open' };
  await expect(stack.call('bob', tonyProjectCreate, second)).rejects.toMatchObject({ code: 'conflict' });
  expect(await stack.refusal('ada', tonyProjectCreate, { ...second, project: 'new' })).toBe('forbidden');
});

test('of twenty repositories that claim one name at the same time, one gets it', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `bob/r${index}`);
  for (const [index, name] of names.entries())
    stack.forge.add({ id: 100 + index, owner: 'bob', name: name.slice('bob/'.length), private: true });
  const outcomes = await Promise.all(
    names.map((repository) => stack.refusal('bob', tonyProjectCreate, { requestId: requestId(), project: 'one', repository })),
  );
  expect(outcomes.filter((code) => code === '')).toHaveLength(1);
  expect(outcomes.filter((code) => code === 'conflict')).toHaveLength(19);
});
