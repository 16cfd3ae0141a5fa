import { afterAll, beforeAll, expect, test } from 'vitest';

import { adminCreatePublicKey, repoCreateKey, userCurrentDeleteKey, userCurrentPostKey, userListKeys } from '@mosaic/contracts/gitea';

import { ed25519Line } from './public-keys.ts';
import { PRINCIPALS, startForge, TOKENS, type ForgeHarness } from './harness.ts';

const LIMITED = '9'.repeat(40);
const POWERLESS = '8'.repeat(40);
const ATTEMPT = '7'.repeat(40);

let forge: ForgeHarness;
beforeAll(async () => {
  const ada = { username: 'ada', sub: 'p-1', uid: 1 };
  forge = await startForge({
    principals: [
      ...PRINCIPALS,
      { ...ada, token: LIMITED, grants: ['*:*:*'], repositories: [1] },
      { ...ada, token: POWERLESS, grants: ['forge:user:admin', 'forge:repository:read'] },
      { ...ada, token: ATTEMPT, grants: ['*:*:*'], attempt: { task: 'T.1', epoch: 1 } },
    ],
  });
  await forge.as(TOKENS.ada).createRepository({ name: 'lib', auto_init: true });
});
afterAll(() => forge[Symbol.asyncDispose]());

const add = (token: string) => forge.as(token).call(userCurrentPostKey, { body: { title: token.slice(0, 3), key: ed25519Line() } });

test('a token that is worth less than a key adds none', async () => {
  for (const token of [LIMITED, POWERLESS, ATTEMPT, TOKENS.ci]) await expect(add(token), token).rejects.toMatchObject({ status: 403 });
  await add(TOKENS.ada);
});

test('nor does it end one', async () => {
  const { id } = await forge.as(TOKENS.ada).call(userCurrentPostKey, { body: { title: 'kept', key: ed25519Line() } });
  for (const token of [LIMITED, POWERLESS, ATTEMPT])
    await expect(forge.as(token).call(userCurrentDeleteKey, { id }), token).rejects.toMatchObject({ status: 403 });
  await forge.as(TOKENS.ada).call(userCurrentDeleteKey, { id });
});

test("the platform's own get no key from an administrator either", async () => {
  const body = { title: 'theirs', key: ed25519Line() };
  const refused = forge.as(TOKENS.root).call(adminCreatePublicKey, { username: 'triage', body });
  await expect(refused).rejects.toMatchObject({ status: 403 });
});

test('the token of an attempt adds no deploy key', async () => {
  const body = { title: 'robot', key: ed25519Line() };
  await expect(forge.as(ATTEMPT).call(repoCreateKey, { owner: 'ada', repo: 'lib', body })).rejects.toMatchObject({ status: 403 });
});

test('a comment is told to its person alone', async () => {
  const [mine] = await forge.as(TOKENS.ada).call(userListKeys, { username: 'ada' });
  const [theirs] = await forge.as(TOKENS.bob).call(userListKeys, { username: 'ada' });
  expect([mine?.key.split(' ').length, theirs?.key.split(' ').length]).toEqual([3, 2]);
});

test('a key is free again once the repository that took it is gone', async () => {
  const ada = forge.as(TOKENS.ada);
  await ada.createRepository({ name: 'gone', auto_init: true });
  const key = ed25519Line();
  await ada.call(repoCreateKey, { owner: 'ada', repo: 'gone', body: { title: 'robot', key } });
  await expect(ada.call(userCurrentPostKey, { body: { title: 'free', key } })).rejects.toMatchObject({ status: 422 });
  await forge.send(TOKENS.ada)({ method: 'DELETE', path: '/api/v1/repos/ada/gone' });
  await ada.call(userCurrentPostKey, { body: { title: 'free', key } });
});

test('both writes leave what happened', async () => {
  const made = await add(TOKENS.bob);
  await forge.send(TOKENS.bob)({ method: 'DELETE', path: `/api/v1/user/keys/${made.id}` });
  const told = (await forge.events())
    .filter(({ subject }) => subject === 'bob')
    .map(({ data }) => (data as { operation: string }).operation);
  expect(told).toEqual(['key.add', 'key.remove']);
});
