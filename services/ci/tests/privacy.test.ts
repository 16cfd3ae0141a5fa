import { afterAll, beforeAll, expect, test } from 'vitest';

import { isWireStatus, type Pipeline, deleteRepo, getRepoPipeline, getRepoSecrets, postRepoPipeline } from '@mosaic/contracts/woodpecker';

import { deliverPush, type FakeRepository } from '@mosaic/testing/fakes';

import { readEvents, SHA, startCi, TOKENS, type CiHarness, type Login } from './harness.ts';

const YAML = 'when: [{ event: [push] }]\nskip_clone: true\nsteps:\n  - name: s\n    image: bash\n    commands: [echo hidden]\n';

let stack: CiHarness;
let repository: FakeRepository;
let id: number;
let stepId: number;

beforeAll(async () => {
  stack = await startCi();
  repository = stack.forge.add({
    id: 7,
    owner: 'ada',
    name: 'secret',
    private: true,
    files: { [SHA]: { '.woodpecker.yaml': YAML } },
    branches: { main: SHA },
  });
  id = await stack.activate(repository);
  await deliverPush(repository, { sha: SHA });
  stepId = (await stack.settled(id, 1)).workflows[0]?.children[0]?.id ?? 0;
});
afterAll(() => stack[Symbol.asyncDispose]());

const READS = () => [
  `/api/repos/${id}`,
  '/api/repos/lookup/ada/secret',
  `/api/repos/${id}/permissions`,
  `/api/repos/${id}/branches`,
  `/api/repos/${id}/pipelines`,
  `/api/repos/${id}/pipelines/1`,
  `/api/repos/${id}/pipelines/latest`,
  `/api/repos/${id}/pipelines/1/config`,
  `/api/repos/${id}/logs/1/${stepId}`,
  `/api/stream/logs/${id}/1/${stepId}`,
  '/-/repositories/ada/secret/pipelines/1/artifacts',
  '/-/repositories/ada/secret/pipelines/1/artifacts/site',
  `/repos/${id}/pipeline/1`,
];
const WRITES = () =>
  [
    ['POST', `/api/repos/${id}/pipelines`, { branch: 'main' }],
    ['POST', `/api/repos/${id}/pipelines/1`, undefined],
    ['POST', `/api/repos/${id}/pipelines/1/cancel`, undefined],
    ['DELETE', `/api/repos/${id}/pipelines/1`, undefined],
    ['PATCH', `/api/repos/${id}`, { timeout: 5 }],
    ['DELETE', `/api/repos/${id}`, undefined],
    ['GET', `/api/repos/${id}/secrets`, undefined],
    ['POST', `/api/repos/${id}/secrets`, { name: 'x', value: 'y-y-y' }],
    ['DELETE', '/-/repositories/ada/secret/pipelines/1/artifacts/site', undefined],
    ['POST', '/api/repos?forge_remote_id=7', undefined],
  ] as const;

async function ask(login: Login | null, path: string, method: string = 'GET', body?: object) {
  const response = await stack.as(login)({ method: method as 'GET', path, ...(body === undefined ? {} : { body }) });
  await response.discard();
  return response.status;
}

test('a stranger cannot tell a private repository from none', async () => {
  for (const login of ['bob', null] as const) {
    for (const path of READS()) expect([login, path, await ask(login, path)]).toEqual([login, path, 404]);
  }
  for (const [method, path, body] of WRITES()) expect([path, await ask('bob', path, method, body)]).toEqual([path, 404]);
  for (const [method, path, body] of WRITES()) expect([path, await ask(null, path, method, body)]).toEqual([path, 401]);
  expect(await ask('ada', `/api/repos/lookup/ada/secret`)).toBe(200);
  expect(await ask('ada', `/api/repos/${id + 1000}`)).toBe(404);
});

test('a reader reads and does not write; a writer writes and does not administer', async () => {
  const shared = stack.forge.add({
    id: 8,
    owner: 'ada',
    name: 'shared',
    private: true,
    members: { bob: 'read' },
    files: { [SHA]: { '.woodpecker.yaml': YAML } },
    branches: { main: SHA },
  });
  const sharedId = await stack.activate(shared);
  await deliverPush(shared, { sha: SHA });
  await stack.settled(sharedId, 1);
  const bob = stack.client('bob');
  expect((await bob.callOrNull(getRepoPipeline, { repo_id: sharedId, pipeline_number: 1 }))?.status).toBe('success');
  await expect(bob.call(postRepoPipeline, { repo_id: sharedId, pipeline_number: 1 })).rejects.toSatisfy((error) =>
    isWireStatus(error, 403),
  );
  await expect(bob.call(getRepoSecrets, { repo_id: sharedId })).rejects.toSatisfy((error) => isWireStatus(error, 403));
  await expect(bob.call(deleteRepo, { repo_id: sharedId })).rejects.toSatisfy((error) => isWireStatus(error, 403));
});

test('a token without the grant is refused, whoever owns it', async () => {
  expect(await ask('weak', `/api/repos/${id}/pipelines/1`)).toBe(200);
  expect(await ask('weak', `/api/repos/${id}/pipelines/1`, 'POST')).toBe(403);
  expect(await ask('weak', `/api/repos/${id}/secrets`)).toBe(403);
  expect(await ask('weak', '/-/events')).toBe(403);
  expect(await ask('bob', '/api/repos')).toBe(403);
});

test('anonymous people read what is public', async () => {
  const open = stack.forge.add({
    id: 9,
    owner: 'ada',
    name: 'open',
    files: { [SHA]: { '.woodpecker.yaml': YAML } },
    branches: { main: SHA },
  });
  const openId = await stack.activate(open);
  expect(await ask(null, `/api/repos/${openId}/pipelines`)).toBe(200);
  expect(await ask(null, `/api/repos/${openId}/pipelines`, 'POST', { branch: 'main' })).toBe(401);
});

test('the stream of events tells each only of what they may read', async () => {
  const open = stack.forge.add({
    id: 10,
    owner: 'ada',
    name: 'seen',
    files: { [SHA]: { '.woodpecker.yaml': YAML } },
    branches: { main: SHA },
  });
  await stack.activate(open);
  const stop = new AbortController();
  const streams = await Promise.all(
    (['ada', 'bob'] as const).map((login) =>
      fetch(`${stack.url}/api/stream/events`, { headers: { authorization: `Bearer ${TOKENS[login]}` }, signal: stop.signal }),
    ),
  );
  // The private one changes first: bob's stream would have told of it before the public one.
  await deliverPush(repository, { sha: SHA });
  await deliverPush(open, { sha: SHA });
  const seen = await Promise.all(
    streams.map(async (response) => {
      const names = new Set<string>();
      for await (const { data } of readEvents(response)) {
        const { repo, pipeline } = JSON.parse(data) as { repo: { full_name: string }; pipeline: Pipeline };
        names.add(repo.full_name);
        if (repo.full_name === 'ada/seen' && pipeline.status === 'success') break;
      }
      return names;
    }),
  );
  stop.abort();
  expect(seen[0]).toContain('ada/secret');
  expect([...(seen[1] ?? [])]).toEqual(['ada/seen']);
});

test('a repository that was turned off takes no pushes, and its old hook is worth nothing', async () => {
  const off = stack.forge.add({
    id: 11,
    owner: 'ada',
    name: 'off',
    files: { [SHA]: { '.woodpecker.yaml': YAML } },
    branches: { main: SHA },
  });
  const offId = await stack.activate(off);
  expect(await stack.activate(off)).toBe(offId);
  expect(off.hooks).toHaveLength(1);
  const old = { ...off, hooks: [...off.hooks] };
  await stack.client('ada').call(deleteRepo, { repo_id: offId });
  expect(off.hooks).toEqual([]);
  expect((await deliverPush(old, { sha: SHA })).status).toBe(400);
  await stack.activate(off);
  expect((await deliverPush(off, { sha: SHA })).status).toBe(200);
});

test('one who holds its share of streams is told so, takes no one else’s, and may open another when one ends', async () => {
  const open = async (login: Login | null) => {
    const stop = new AbortController();
    const headers = login === null ? {} : { authorization: `Bearer ${TOKENS[login]}` };
    const response = await fetch(`${stack.url}/api/stream/events`, { headers, signal: stop.signal });
    // The response is kept: fetch ends a stream whose response nobody holds.
    return { response, status: response.status, retryAfter: response.headers.get('retry-after'), close: () => stop.abort() };
  };
  const held = await Promise.all(Array.from({ length: 64 }, () => open('bob')));
  expect(new Set(held.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await open('bob')).toMatchObject({ status: 429, retryAfter: '10' });
  const others = [await open('ada'), await open(null)];
  expect(others.map(({ status }) => status)).toEqual([200, 200]);
  held[0]?.close();
  await expect.poll(async () => (await open('bob')).status).toBe(200);
  for (const stream of [...held, ...others]) stream.close();
});
