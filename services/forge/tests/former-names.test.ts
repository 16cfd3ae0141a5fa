import { afterAll, beforeAll, expect, it } from 'vitest';

import {
  createCurrentUserRepo,
  orgDelete,
  orgGet,
  orgCreate,
  repoAddCollaborator,
  repoCreateFile,
  repoDelete,
  repoEdit,
  repoGet,
  userCurrentPostKey,
} from '@mosaic/contracts/gitea';

import { remoteUrl, runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';
import { organizationWith } from './organization.ts';
import { sshClient } from './ssh-client.ts';

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge();
});
afterAll(() => bench[Symbol.asyncDispose]());

const ada = () => bench.as(TOKENS.ada);
const base64 = (text: string) => Buffer.from(text).toString('base64');

let made = 0;
const word = () => `led-${(made += 1)}`;
/** A repository of ada's that was renamed. */
async function renamed(isPrivate = false): Promise<{ former: string; name: string; id: number }> {
  const [former, name] = [word(), word()];
  await ada().call(createCurrentUserRepo, { body: { name: former, private: isPrivate, auto_init: true } });
  const { id } = await ada().call(repoEdit, { owner: 'ada', repo: former, body: { name } });
  return { former, name, id };
}

/** What an address answers without following it. */
async function ask(path: string, token: string = TOKENS.ada, method: 'GET' | 'POST' | 'DELETE' = 'GET') {
  const answer = await fetch(bench.url + path, {
    method,
    redirect: 'manual',
    headers: token === '' ? {} : { authorization: `token ${token}` },
  });
  return { status: answer.status, location: answer.headers.get('location') };
}

it('the API leads from the former address to the present one, with all that follows it', async () => {
  const { former, name } = await renamed();
  const at = (repo: string, rest: string) => `/api/v1/repos/ada/${repo}${rest}`;
  expect(await ask(at(former, ''))).toEqual({ status: 301, location: at(name, '') });
  expect(await ask(at(former.toUpperCase(), '/contents/a%2Fb?ref=main&x=%20'))).toEqual({
    status: 301,
    location: at(name, '/contents/a%2Fb?ref=main&x=%20'),
  });
  expect(await ask(at(former, ''), '')).toEqual({ status: 301, location: at(name, '') });
  expect(await ask(at(former, ''), TOKENS.ada, 'DELETE')).toEqual({ status: 301, location: at(name, '') });
  expect((await ada().call(repoGet, { owner: 'ada', repo: name })).name).toBe(name);
});

it('who may not see it is told of nothing', async () => {
  const { former, name } = await renamed(true);
  for (const token of [TOKENS.bob, '']) expect(await ask(`/api/v1/repos/ada/${former}`, token)).toEqual({ status: 404, location: null });
  await ada().call(repoAddCollaborator, { owner: 'ada', repo: name, collaborator: 'bob', body: { permission: 'read' } });
  expect(await ask(`/api/v1/repos/ada/${former}`, TOKENS.bob)).toMatchObject({ status: 301 });
});

it('a new repository of the name takes it over, and gives it back to nobody', async () => {
  const { former } = await renamed();
  await ada().call(createCurrentUserRepo, { body: { name: former.toUpperCase() } });
  expect(await ask(`/api/v1/repos/ada/${former}`)).toMatchObject({ status: 200 });
  await ada().call(repoDelete, { owner: 'ada', repo: former });
  expect(await ask(`/api/v1/repos/ada/${former}`)).toMatchObject({ status: 404 });
});

it('one that comes back to its name stands there; each of its names leads to it, and none when it is gone', async () => {
  const { former, name } = await renamed();
  await ada().call(repoEdit, { owner: 'ada', repo: name, body: { name: former } });
  expect(await ask(`/api/v1/repos/ada/${former}`)).toMatchObject({ status: 200 });
  expect(await ask(`/api/v1/repos/ada/${name}`)).toEqual({ status: 301, location: `/api/v1/repos/ada/${former}` });
  await ada().call(repoDelete, { owner: 'ada', repo: former });
  expect(await ask(`/api/v1/repos/ada/${name}`)).toMatchObject({ status: 404 });
});

it('another that is renamed to it takes it over', async () => {
  const { former } = await renamed();
  const other = await renamed();
  await ada().call(repoEdit, { owner: 'ada', repo: other.name, body: { name: former } });
  expect((await ada().call(repoGet, { owner: 'ada', repo: former })).id).toBe(other.id);
});

it('git goes on by HTTP and by SSH: clones, fetches and pushes name the former address', async () => {
  const { former, name } = await renamed(true);
  const work = await bench.workspace(`ada/${former}`, TOKENS.ada);
  await runGit(['fetch', '-q', 'origin'], { cwd: work });
  await runGit(['checkout', '-q', '-B', 'main', 'origin/main'], { cwd: work });
  await runGit(['commit', '-q', '--allow-empty', '-m', 'one'], { cwd: work });
  await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
  await using client = await sshClient(() => bench.sshPort);
  await ada().call(userCurrentPostKey, { body: { title: former, key: client.publicKey } });
  await runGit(['commit', '-q', '--allow-empty', '-m', 'two'], { cwd: work });
  await client.git(['push', '-q', client.url(`ada/${former}`), 'main'], work);
  const here = (await runGit(['rev-parse', 'main'], { cwd: work })).trim();
  expect(await runGit(['ls-remote', remoteUrl(bench.url, `ada/${name}`, TOKENS.ada), 'main'])).toContain(here);
  expect(await client.git(['ls-remote', client.url(`ada/${former}`), 'main'])).toContain(here);
  await expect(runGit(['ls-remote', remoteUrl(bench.url, `ada/${former}`, TOKENS.bob)])).rejects.toThrow();
  // Nothing was made at the former address.
  expect(await ask(`/api/v1/repos/ada/${former}`)).toMatchObject({ status: 301 });
});

it('an organization leads on from its former name, and so do its repositories, for whoever may know of it', async () => {
  const org = word();
  const { at } = await organizationWith(bench, org);
  const name = word();
  const answer = await bench.send(TOKENS.ada)({ method: 'POST', path: `/api/v1/orgs/${org}/rename`, body: { new_name: name } } as never);
  expect(answer.status).toBe(204);
  expect(await ask(`/api/v1/orgs/${org}/teams?limit=1`)).toEqual({ status: 307, location: `/api/v1/orgs/${name}/teams?limit=1` });
  expect(await ask(`/api/v1/repos/${org}/${at.repo}/branches`)).toEqual({
    status: 307,
    location: `/api/v1/repos/${name}/${at.repo}/branches`,
  });
  expect(await ask(`/api/v1/repos/${org}/${at.repo}`, TOKENS.bob)).toMatchObject({ status: 404 });
  await ada().call(repoCreateFile, {
    owner: name,
    repo: at.repo,
    filepath: 'a.txt',
    body: { content: base64('a'), message: 'a', branch: 'main' },
  });
  expect(await runGit(['ls-remote', remoteUrl(bench.url, `${org}/${at.repo}`, TOKENS.ada)])).toContain('refs/heads/main');
  await ada().call(orgCreate, { body: { username: org, visibility: 'private' } });
  expect(await ask(`/api/v1/repos/${org}/${at.repo}`)).toMatchObject({ status: 404 });
  expect((await ada().call(orgGet, { org })).name).toBe(org);
  await ada().call(orgDelete, { org });
  expect(await ask(`/api/v1/orgs/${org}`)).toMatchObject({ status: 404 });
});
