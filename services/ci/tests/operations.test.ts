import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';

import {
  deleteRepo,
  deleteRepoPipeline,
  deleteRepoSecret,
  getQueueInfo,
  getRepo,
  getRepoBranches,
  getRepoPermissions,
  getRepoPipeline,
  getRepoPipelineConfig,
  getRepoPipelines,
  getRepoPipelinesLatest,
  getRepos,
  getRepoSecret,
  getRepoSecrets,
  getReposLookup,
  getUser,
  getUserRepos,
  getVersion,
  patchRepo,
  patchRepoSecret,
  postRepoPipeline,
  postRepoPipelineApprove,
  postRepoPipelineDecline,
  postRepoPipelines,
  postRepos,
  postRepoSecrets,
  type Pipeline,
} from '@mosaic/contracts/woodpecker';

import { deliverPush, type FakeRepository } from '@mosaic/testing/fakes';

import { SHA, startCi, TOKENS, type CiHarness } from './harness.ts';

/* Each operation through its door: what it answers, and that each parameter changes the answer. */

const YAML = `when: [{ event: [push, manual] }]
skip_clone: true
steps:
  - name: build
    image: bash
    commands: [echo building]
`;
const NEXT = 'd'.repeat(40);

let stack: CiHarness;
let repository: FakeRepository;
let repoId = 0;
const ada = () => stack.client('ada');
const root = () => stack.client('root');

/** A repository of ada's with CI turned on, whose pipelines take no time. */
async function add(id: number, name: string, more: Partial<FakeRepository> = {}): Promise<{ added: FakeRepository; id: number }> {
  const files = { '.woodpecker.yaml': YAML };
  const added = stack.forge.add({
    id,
    owner: 'ada',
    name,
    files: { [SHA]: files, [NEXT]: files },
    branches: { main: SHA, next: NEXT },
    ...more,
  });
  return { added, id: await stack.activate(added) };
}

async function push(to: FakeRepository, id: number, options: Parameters<typeof deliverPush>[1]): Promise<Pipeline> {
  const { number } = (await (await deliverPush(to, options)).json()) as Pipeline;
  return stack.settled(id, number);
}

/** Three pipelines: two pushes, to main and to next, then one by hand on main. */
beforeAll(async () => {
  stack = await startCi();
  ({ added: repository, id: repoId } = await add(1, 'hello'));
  await push(repository, repoId, { sha: SHA });
  await push(repository, repoId, { sha: NEXT, branch: 'next' });
  const { number } = await ada().call(postRepoPipelines, {
    repo_id: repoId,
    body: { branch: 'main', variables: { COLOUR: 'red' } },
  });
  await stack.settled(repoId, number);
});
afterAll(() => stack[Symbol.asyncDispose]());

/** Names of the steps. */
const namesIn = ({ workflows }: Pipeline) => workflows.flatMap(({ children }) => children.map(({ name }) => name));
const numbers = (pipelines: { number: number }[]) => pipelines.map(({ number }) => number);

test('who is asked for', async () => {
  expect(await stack.client('bob').call(getUser, {})).toMatchObject({ login: 'bob', admin: false });
  expect(await root().call(getUser, {})).toMatchObject({ login: 'root', admin: true });
  const version = await stack.as(null)({ method: 'GET', path: getVersion.path });
  expect(await version.json()).toMatchObject({ source: expect.any(String), version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
});

test('lists of repositories, by name: of all page by page, of the caller as a whole, without those that are off or with them', async () => {
  await add(3, 'third');
  const { id } = await add(2, 'second');
  await ada().call(deleteRepo, { repo_id: id });
  const all = async (query: z.input<typeof getRepos.query>) => (await root().call(getRepos, { query })).map(({ name }) => name);
  expect([await all({}), await all({ active: 'true' })]).toEqual([
    ['hello', 'second', 'third'],
    ['hello', 'third'],
  ]);
  expect([await all({ perPage: 2 }), await all({ perPage: 2, page: 2 })]).toEqual([['hello', 'second'], ['third']]);
  const mine = async (query: z.input<typeof getUserRepos.query>) =>
    (await ada().call(getUserRepos, { query })).map(({ name, last_pipeline: last }) => [name, last?.number]);
  expect(await mine({})).toEqual([
    ['hello', 3],
    ['third', undefined],
  ]);
  expect((await mine({ all: 'true' })).map(([name]) => name)).toEqual(['hello', 'second', 'third']);
  expect([await mine({ name: 'third' }), await mine({ name: 'ello' })]).toEqual([[['third', undefined]], []]);
});

test('one repository: by id, by name, settings, permissions, branches', async () => {
  expect(await ada().call(getRepo, { repo_id: repoId })).toMatchObject({
    id: repoId,
    full_name: 'ada/hello',
    forge_remote_id: '1',
    active: true,
  });
  expect(await ada().call(getReposLookup, { repo_full_name: 'ada/hello' })).toMatchObject({ id: repoId, name: 'hello' });
  expect(await ada().call(patchRepo, { repo_id: repoId, body: { timeout: 42 } })).toMatchObject({ id: repoId, timeout: 42 });
  expect(await ada().call(getRepo, { repo_id: repoId })).toMatchObject({ timeout: 42 });
  expect(await ada().call(getRepoPermissions, { repo_id: repoId })).toMatchObject({ pull: true, push: true, admin: true });
  expect(await stack.client('bob').call(getRepoPermissions, { repo_id: repoId })).toMatchObject({ pull: true, push: false, admin: false });
  expect(await ada().call(getRepoBranches, { repo_id: repoId })).toEqual(['main', 'next']);
  const page = (number: number) => ada().call(getRepoBranches, { repo_id: repoId, query: { perPage: 1, page: number } });
  expect([await page(1), await page(2)]).toEqual([['main'], ['next']]);
});

test('turned on again answers the same, turned off it says so, and `remove` takes its pipelines', async () => {
  const { added, id } = await add(10, 'passing');
  await push(added, id, { sha: SHA });
  const again = await ada().call(postRepos, { query: { forge_remote_id: 10 } });
  expect(again).toMatchObject({ id, full_name: 'ada/passing', active: true });
  expect(await ada().call(deleteRepo, { repo_id: id })).toMatchObject({ id, full_name: 'ada/passing' });
  await ada().call(postRepos, { query: { forge_remote_id: 10 } });
  expect(numbers(await ada().call(getRepoPipelines, { repo_id: id }))).toEqual([1]);
  await ada().call(deleteRepo, { repo_id: id, query: { remove: 'true' } });
  const { id: anew } = await ada().call(postRepos, { query: { forge_remote_id: 10 } });
  expect(await ada().call(getRepoPipelines, { repo_id: anew })).toEqual([]);
});

test('the list of pipelines, filter by filter', async () => {
  const list = async (query: z.input<typeof getRepoPipelines.query>) =>
    numbers(await ada().call(getRepoPipelines, { repo_id: repoId, query }));
  expect(await list({})).toEqual([3, 2, 1]);
  expect([await list({ perPage: 2 }), await list({ perPage: 2, page: 2 })]).toEqual([[3, 2], [1]]);
  expect([await list({ branch: 'main' }), await list({ branch: 'next' })]).toEqual([[3, 1], [2]]);
  expect([await list({ event: 'push' }), await list({ event: 'manual' }), await list({ event: 'push,manual' })]).toEqual([
    [2, 1],
    [3],
    [3, 2, 1],
  ]);
  expect([await list({ ref: 'heads/ne' }), await list({ ref: 'tags' })]).toEqual([[2], []]);
  expect([await list({ status: 'success' }), await list({ status: 'failure' })]).toEqual([[3, 2, 1], []]);
  const [past, future] = ['2001-01-01T00:00:00Z', '2999-01-01T00:00:00Z'];
  expect([await list({ before: past }), await list({ before: future })]).toEqual([[], [3, 2, 1]]);
  expect([await list({ after: past }), await list({ after: future })]).toEqual([[3, 2, 1], []]);
});

test('one pipeline: the newest push to a branch, its files, started by hand with its variables', async () => {
  const latest = (branch?: string) =>
    ada().call(getRepoPipelinesLatest, { repo_id: repoId, query: branch === undefined ? {} : { branch } });
  expect([(await latest()).number, (await latest('next')).number]).toEqual([1, 2]);
  expect(namesIn(await latest())).toEqual(['build']);
  expect(await ada().call(getRepoPipeline, { repo_id: repoId, pipeline_number: 3 })).toMatchObject({
    event: 'manual',
    message: 'the head',
    variables: { COLOUR: 'red' },
  });
  const files = await ada().call(getRepoPipelineConfig, { repo_id: repoId, pipeline_number: 1 });
  expect(files.map(({ data }) => Buffer.from(data, 'base64').toString())).toEqual([YAML]);
  expect(await root().call(getQueueInfo, {})).toMatchObject({ stats: { pending_count: 0, running_count: 0 }, paused: false });
});

test('the address that upstream has for a pipeline leads to its page, for whoever may see it', async () => {
  const { id } = await add(14, 'hidden', { private: true });
  const open = (repo: number, login: keyof typeof TOKENS | null) =>
    fetch(`${stack.url}/repos/${repo}/pipeline/1`, {
      redirect: 'manual',
      headers: login === null ? {} : { authorization: `Bearer ${TOKENS[login]}` },
    });
  const shown = await open(repoId, null);
  expect([shown.status, shown.headers.get('location')]).toEqual([302, expect.stringMatching(/\/ada\/hello\/pipelines\/1$/)]);
  expect([(await open(id, null)).status, (await open(id, 'bob')).status, (await open(repoId + 1_000, 'ada')).status]).toEqual([
    404, 404, 404,
  ]);
});

test('run again answers the new one; removed it is gone', async () => {
  const { added, id } = await add(11, 'again');
  await push(added, id, { sha: SHA });
  const again = await ada().call(postRepoPipeline, { repo_id: id, pipeline_number: 1 });
  expect(again).toMatchObject({ number: 2, parent: 1, event: 'push', commit: SHA });
  expect(namesIn(again)).toEqual(['build']);
  await stack.settled(id, 2);
  expect(await ada().call(deleteRepoPipeline, { repo_id: id, pipeline_number: 1 })).toBeUndefined();
  expect(numbers(await ada().call(getRepoPipelines, { repo_id: id }))).toEqual([2]);
});

test('what waits for approval: let run it answers running or waiting, declined it answers so', async () => {
  const { added, id } = await add(12, 'guarded');
  await ada().call(patchRepo, { repo_id: id, body: { require_approval: 'all_events' } });
  for (const number of [1, 2]) {
    await deliverPush(added, { sha: SHA, sender: 'bob' });
    await stack.settled(id, number, new Set(['blocked']));
  }
  const approved = await ada().call(postRepoPipelineApprove, { repo_id: id, pipeline_number: 1 });
  expect([approved.number, approved.reviewed_by, namesIn(approved)]).toEqual([1, 'ada', ['build']]);
  expect((await stack.settled(id, 1)).status).toBe('success');
  const declined = await ada().call(postRepoPipelineDecline, { repo_id: id, pipeline_number: 2 });
  expect([declined.number, declined.status, declined.reviewed_by, declined.changed_files]).toEqual([2, 'declined', 'ada', ['a.txt']]);
  expect((await ada().call(getRepoPipeline, { repo_id: id, pipeline_number: 2 })).status).toBe('declined');
});

test('secrets: each member given, kept, changed and removed', async () => {
  const { id } = await add(13, 'secretive');
  const given = { name: 'token', value: 'a-long-value', events: ['push', 'tag'] as const, images: ['bash'], note: 'For the registry.' };
  const shown = { name: 'token', events: ['push', 'tag'], images: ['bash'], note: 'For the registry.' };
  expect(await ada().call(postRepoSecrets, { repo_id: id, body: { ...given, events: [...given.events] } })).toMatchObject(shown);
  await ada().call(postRepoSecrets, { repo_id: id, body: { name: 'plain', value: 'another-value' } });
  expect(await ada().call(getRepoSecret, { repo_id: id, secretName: 'token' })).toMatchObject(shown);
  expect(await ada().call(getRepoSecret, { repo_id: id, secretName: 'plain' })).toMatchObject({
    events: ['cron', 'deployment', 'manual', 'push', 'release', 'tag'],
    images: [],
    note: '',
  });
  expect((await ada().call(getRepoSecrets, { repo_id: id })).map(({ name }) => name)).toEqual(['plain', 'token']);
  const page = async (number: number) =>
    (await ada().call(getRepoSecrets, { repo_id: id, query: { perPage: 1, page: number } })).map(({ name }) => name);
  expect([await page(1), await page(2), await page(3)]).toEqual([['plain'], ['token'], []]);
  const change = (body: z.input<typeof patchRepoSecret.body>) => ada().call(patchRepoSecret, { repo_id: id, secretName: 'token', body });
  expect(await change({ events: ['manual'] })).toMatchObject({ ...shown, events: ['manual'] });
  expect(await change({ images: ['node'] })).toMatchObject({ events: ['manual'], images: ['node'] });
  expect(await change({ note: '' })).toMatchObject({ events: ['manual'], images: ['node'], note: '' });
  expect(await ada().call(deleteRepoSecret, { repo_id: id, secretName: 'token' })).toBeUndefined();
  expect((await ada().call(getRepoSecrets, { repo_id: id })).map(({ name }) => name)).toEqual(['plain']);
});
