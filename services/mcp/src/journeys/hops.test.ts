import { expect, test } from 'vitest';

import type { EventRecord } from '@mosaic/contracts/mosaic';

import { hopsOf } from './hops.ts';

const url = 'http://localhost:8080';
const fact = (type: string, time: number, data: Record<string, unknown>): EventRecord => ({
  seq: time,
  id: `e${time}`,
  source: 'x',
  type,
  subject: 'ada/hello',
  time,
  traceId: 'f'.repeat(32),
  actor: 'ada',
  data: { repository: 'ada/hello', ...data },
});

test('a change and its pipeline are two hops with their own times', () => {
  const events = [
    fact('dev.mosaic.ref.updated', 1_040, { startedAt: 1_000, title: 'Say hello', ref: 'refs/heads/main', after: 'a'.repeat(40) }),
    fact('dev.cdevents.pipelinerun.queued', 1_050, { number: 3 }),
    fact('dev.cdevents.pipelinerun.started', 1_060, { number: 3 }),
    fact('dev.cdevents.pipelinerun.finished', 2_050, { number: 3, status: 'success' }),
  ];
  expect(hopsOf(url, { events, deployments: [], tasks: [], notifications: [] })).toEqual([
    {
      kind: 'change',
      title: 'Say hello',
      detail: 'main at aaaaaaaaaa',
      state: 'ok',
      url: `${url}/ada/hello/commit/${'a'.repeat(40)}`,
      startedAt: 1_000,
      durationMs: 40,
    },
    {
      kind: 'pipeline',
      title: 'Pipeline 3',
      detail: 'success',
      state: 'ok',
      url: `${url}/ada/hello/pipelines/3`,
      startedAt: 1_050,
      durationMs: 1_000,
    },
  ]);
});

test.each([
  [['queued'], undefined, 'waiting', null],
  [['queued', 'started'], undefined, 'running', null],
  [['queued', 'started', 'finished'], 'failure', 'fail', 20],
  [['queued', 'finished'], 'canceled', 'cancelled', 10],
])('a pipeline that is %j with %s is %s', (phases, status, state, durationMs) => {
  const events = phases.map((phase, index) => fact(`dev.cdevents.pipelinerun.${phase}`, 10 * (index + 1), { number: 1, status }));
  expect(hopsOf(url, { events, deployments: [], tasks: [], notifications: [] })).toMatchObject([{ state, durationMs }]);
});

test('a merge is a change and a hop of its pull request', () => {
  const events = [
    fact('dev.mosaic.ref.updated', 1_040, { startedAt: 1_000, title: 'Merge', ref: 'refs/heads/main', after: 'a'.repeat(40) }),
    fact('dev.mosaic.pull_request.merged', 1_040, { number: 7, title: 'Topic' }),
  ];
  const hops = hopsOf(url, { events, deployments: [], tasks: [], notifications: [] });
  expect(hops.map(({ kind, title, url: address }) => [kind, title, address])).toEqual([
    ['change', 'Merge', `${url}/ada/hello/commit/${'a'.repeat(40)}`],
    ['pull_request', 'Pull request #7 merged', `${url}/ada/hello/pulls/7`],
  ]);
});
