import { expect, it } from 'vitest';

import type { JourneyView } from '../../features/journeys/queries.ts';
import { chainOf } from './chain.ts';

const hop = (kind: JourneyView['hops'][number]['kind'], url: string): JourneyView['hops'][number] => ({
  kind,
  title: kind,
  detail: '',
  state: 'ok',
  url,
  startedAt: 1,
  durationMs: 5,
});

const journey: JourneyView = {
  traceId: 'a'.repeat(32),
  repository: 'ada/hello',
  private: true,
  project: 'hello',
  title: 'Say hello',
  sha: 'b'.repeat(40),
  startedAt: 1,
  hops: [hop('change', '/c'), hop('pipeline', '/p/1'), hop('pipeline', '/p/2'), hop('notification', '/-/inbox'), hop('task', '/t')],
};

it('orders the links, keeps the newest of a kind and leaves out what is absent', () => {
  expect(chainOf(journey, null).map(({ kind, href }) => [kind, href])).toEqual([
    ['task', '/t'],
    ['change', '/c'],
    ['pipeline', '/p/2'],
  ]);
});

it('ends with the live address by its host', () => {
  expect(chainOf(journey, 'http://hello.localhost:8080').at(-1)).toMatchObject({ kind: 'live', label: 'hello.localhost:8080' });
});

it('puts a task that the change set off behind it', () => {
  const followed = { ...journey, hops: journey.hops.map((one) => (one.kind === 'task' ? { ...one, startedAt: 9 } : one)) };
  expect(chainOf(followed, null).map(({ kind }) => kind)).toEqual(['change', 'pipeline', 'task']);
});

it('has the pull request that was merged before its change, whatever else the push moved', () => {
  const pull = (number: number, what: string) => ({ ...hop('pull_request', `/pulls/${number}`), title: `Pull request #${number} ${what}` });
  const made = { ...journey, hops: [hop('change', '/c'), pull(7, 'merged'), pull(8, 'has new commits'), hop('pipeline', '/p')] };
  expect(chainOf(made, null).map(({ kind, href }) => [kind, href])).toEqual([
    ['pull_request', '/pulls/7'],
    ['change', '/c'],
    ['pipeline', '/p'],
  ]);
  expect(chainOf({ ...journey, hops: [hop('change', '/c')] }, null, '/pulls/9').map(({ href }) => href)).toEqual(['/pulls/9', '/c']);
});
