import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';

import { EVENTS } from '@mosaic/contracts/mosaic';

import { deploymentKeys } from '../features/deployments/keys.ts';
import { inboxKeys } from '../features/inbox/keys.ts';
import { issueKeys } from '../features/issues/keys.ts';
import { journeyKeys } from '../features/journeys/keys.ts';
import { pipelineKeys } from '../features/pipelines/keys.ts';
import { pullKeys } from '../features/pulls/keys.ts';
import { repositoryKeys } from '../features/repositories/keys.ts';
import { pipelineMoved } from './live.tsx';
import { refreshAfter, refreshAfterAll, staleAfter, TOLD_BY_FACTS } from './stale-keys.ts';

/** A cache that holds one of each of these, and says which are stale. */
function cacheOf(keys: Record<string, readonly unknown[]>) {
  const client = new QueryClient();
  for (const key of Object.values(keys)) client.setQueryData(key, 'known');
  const stale = (): string[] =>
    Object.keys(keys).filter((name) => client.getQueryState(keys[name] as readonly unknown[])?.isInvalidated === true);
  return { client, stale };
}

const REPOSITORIES = {
  'our pipelines': pipelineKeys.list('ada/shop', { page: 1, perPage: 50 }),
  'our pipeline 7': pipelineKeys.one('ada/shop', 7),
  'our pipeline 8': pipelineKeys.one('ada/shop', 8),
  'their pipelines': pipelineKeys.list('eve/other', { page: 1, perPage: 50 }),
  'our issues': issueKeys.list('ada/shop', { state: 'open', page: 1 }),
  'our issue 3': issueKeys.facts('ada/shop', 3),
  'comments of our issue 3': issueKeys.comments('ada/shop', 3),
  'our issue 4': issueKeys.facts('ada/shop', 4),
  'their issue 3': issueKeys.facts('eve/other', 3),
  'our pull requests': pullKeys.list('ada/shop', { state: 'open', page: 1 }),
  'how our pull requests stand': pullKeys.views('ada/shop', [3, 4]),
  'our pull request 3': pullKeys.facts('ada/shop', 3),
  'our pull request 4': pullKeys.facts('ada/shop', 4),
  'their pull request 3': pullKeys.facts('eve/other', 3),
  'what is said of our pull request 3': pullKeys.reviews('ada/shop', 3),
  'what is said of our pull request 4': pullKeys.reviews('ada/shop', 4),
  'what our pull request 3 brings': pullKeys.changes('ada/shop', { number: 3, head: 'h', mergeBase: 'b' }),
  'what our branches would bring': pullKeys.compared('ada/shop', { base: 'main', head: 'feature', headId: 'h' }),
  'our repository': repositoryKeys.one('ada/shop'),
  journeys: journeyKeys.list(),
  deployments: deploymentKeys.list({}),
  inbox: inboxKeys.newest(),
};

it.each(['dev.mosaic.issue.opened', 'dev.mosaic.issue.closed', 'dev.mosaic.issue.changed'] as const)(
  '%s is read again in its repository alone',
  async (type) => {
    const { client, stale } = cacheOf(REPOSITORIES);
    await refreshAfter(client, type, { repository: 'ada/shop', number: 3 });
    expect(stale()).toEqual(['our issues', 'our issue 3', 'comments of our issue 3', 'our repository']);
  },
);

it('a pull request is read again in its repository alone, but what it brings where its ends are others', async () => {
  const { client, stale } = cacheOf(REPOSITORIES);
  await refreshAfter(client, 'dev.mosaic.pull_request.synchronized', { repository: 'ada/shop', number: 3 });
  expect(stale()).toEqual([
    'our pull requests',
    'how our pull requests stand',
    'our pull request 3',
    'what is said of our pull request 3',
    'our repository',
  ]);
});

it('a status may change how every pull request of its repository stands in a list', async () => {
  const { client, stale } = cacheOf(REPOSITORIES);
  await refreshAfter(client, 'dev.mosaic.commit-status.created', { repository: 'ada/shop', sha: 'c' });
  expect(stale()).toEqual(['how our pull requests stand']);
});

it('a push may have to do with every pull request of its repository', async () => {
  const { client, stale } = cacheOf(REPOSITORIES);
  await refreshAfter(client, 'dev.mosaic.ref.updated', { repository: 'ada/shop' });
  expect(stale()).toEqual([
    'how our pull requests stand',
    'our pull request 3',
    'our pull request 4',
    'what is said of our pull request 3',
    'what is said of our pull request 4',
    'what our branches would bring',
    'our repository',
    'journeys',
  ]);
});

it('a pipeline that moved leaves every other repository as it is', () => {
  const { client, stale } = cacheOf(REPOSITORIES);
  pipelineMoved(client, JSON.stringify({ repo: { full_name: 'ada/shop' }, pipeline: pipeline('running') }));
  expect(stale()).toEqual(['our pipelines', 'journeys']);
  expect(client.getQueryData(pipelineKeys.one('ada/shop', 7))).toMatchObject({ number: 7, status: 'running' });
});

it('facts make stale what they are about; one of a type or form that nobody knows says nothing', async () => {
  const { client, stale } = cacheOf(REPOSITORIES);
  const of = { repositoryId: 1, repository: 'ada/shop', private: true, owner: 'ada' };
  await refreshAfterAll(client, [
    { type: 'dev.mosaic.issue.opened', data: { ...of, number: 3 } },
    { type: 'dev.mosaic.of.another.day', data: of },
    { type: 'constructor', data: of },
  ]);
  expect(stale()).toEqual([]);
  await refreshAfterAll(client, [
    { type: 'dev.mosaic.issue.opened', data: { ...of, number: 3, title: 'It does not start' } },
    { type: 'dev.mosaic.inbox.added', data: { entryId: 1, login: 'ada', title: 'It is live' } },
  ]);
  expect(stale()).toEqual(['our issues', 'our issue 3', 'comments of our issue 3', 'our repository', 'inbox']);
});

it('pipelines have a stream of their own, accounts tells of nothing as a fact', () => {
  expect(TOLD_BY_FACTS).toContain('dev.mosaic.issue.opened');
  expect(TOLD_BY_FACTS).toContain('dev.mosaic.inbox.added');
  expect(TOLD_BY_FACTS.filter((type) => /pipelinerun|webhook|session|token|principal|audit/.test(type))).toEqual([]);
});

it.each(['', 'no json', '{"repo":{}}'])('a message that is none (%j) changes nothing', (message) => {
  const { client, stale } = cacheOf(REPOSITORIES);
  pipelineMoved(client, message);
  expect(stale()).toEqual([]);
});

it('every type of event has a row', () => {
  const about = { repository: 'a/b', number: 1, sha: 'c', project: 'd' };
  for (const type of Object.keys(EVENTS) as (keyof typeof EVENTS)[]) expect(Array.isArray(staleAfter(type, about)), type).toBe(true);
});

function pipeline(status: string): object {
  return {
    id: 1,
    number: 7,
    author: 'ada',
    event: 'push',
    status,
    created: 1,
    updated: 1,
    started: 1,
    finished: 0,
    branch: 'main',
    commit: 'c0ffee',
    message: 'Say',
    title: '',
    ref: 'refs/heads/main',
    workflows: [],
  };
}
