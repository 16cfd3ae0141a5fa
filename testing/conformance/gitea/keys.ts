import { expect } from 'vitest';

import {
  adminCreatePublicKey,
  adminDeleteUserPublicKey,
  repoCreateKey,
  repoDeleteKey,
  repoGetKey,
  repoListKeys,
  userCurrentDeleteKey,
  userCurrentGetKey,
  userCurrentListKeys,
  userCurrentPostKey,
  userListKeys,
} from '@mosaic/contracts/gitea';

import { dsaLine, ecdsaLine, ed25519Line, rsaLine, securityKeyLine } from '../../../services/forge/tests/public-keys.ts';
import { departure, requirement } from './suite.ts';
import type { GiteaTarget, Home } from './target.ts';

const MISSING = 999_999_999;
const blobOf = (line: string) => line.split(' ')[1];
const add = async (target: GiteaTarget, key = ed25519Line(), by = target.ada) =>
  by.call(userCurrentPostKey, { body: { title: target.word(), key } });

requirement('gitea.keys.create.201', async (target) => {
  const [key, title] = [ed25519Line(), target.word()];
  const made = await target.ada.call(userCurrentPostKey, { body: { title, key } });
  expect(made).toMatchObject({ key, title, fingerprint: expect.stringMatching(/^SHA256:[\w+/]{43}$/) as string, key_type: 'user' });
  expect(made.user?.login).toBe('ada');
  expect(await target.ada.call(userCurrentGetKey, { id: made.id })).toEqual(made);
});

requirement('gitea.keys.create.kinds', async (target) => {
  for (const line of [rsaLine(3072), ecdsaLine(256), ecdsaLine(384), ecdsaLine(521), securityKeyLine()])
    expect(blobOf((await add(target, line)).key)).toBe(blobOf(line));
});

requirement('gitea.keys.create.422', async (target) => {
  const good = ed25519Line();
  for (const key of [
    'no key',
    'ssh-ed25519 AAAA',
    good.replace('ssh-ed25519', 'ssh-rsa'),
    good.replace(/ (\S{40})\S+/, ' $1'),
    rsaLine(2048),
    dsaLine(),
    '',
  ])
    expect(await target.ada.refusal(userCurrentPostKey, { body: { title: target.word(), key } }), key.slice(0, 60)).toBe(422);
  expect(await target.ada.refusal(userCurrentPostKey, { body: { title: '', key: good } })).toBe(422);
});

requirement('gitea.keys.create.taken', async (target) => {
  const { key, title } = await add(target);
  const refused = (body: { title: string; key: string }, by = target.ada) => by.refusal(userCurrentPostKey, { body });
  expect([
    await refused({ title: target.word(), key }),
    await refused({ title: target.word(), key }, target.bob),
    await refused({ title, key: ed25519Line() }),
  ]).toEqual([422, 422, 422]);
  // A title is somebody's own.
  await target.bob.call(userCurrentPostKey, { body: { title, key: ed25519Line() } });
});

requirement('gitea.keys.create.401', async ({ anyone }) => {
  expect(await anyone.refusal(userCurrentPostKey, { body: { title: 'mine', key: ed25519Line() } })).toBe(401);
  expect(await anyone.refusal(userCurrentListKeys, {})).toBe(401);
});

requirement('gitea.keys.list.pages', async (target) => {
  const [one, two] = [await add(target), await add(target)];
  const ids = async (query: { page?: number; limit?: number; fingerprint?: string }) =>
    (await target.ada.call(userCurrentListKeys, { query })).map(({ id }) => id);
  const all: number[] = [];
  for (let page = 1; ; page += 1) {
    const some = await ids({ limit: 50, page });
    all.push(...some);
    if (some.length < 50) break;
  }
  expect(all).toEqual(expect.arrayContaining([one.id, two.id]));
  expect(await ids({ limit: 1, page: 2 })).toEqual(all.slice(1, 2));
  expect([await ids({ fingerprint: one.fingerprint }), await ids({ fingerprint: two.fingerprint })]).toEqual([[one.id], [two.id]]);
});

requirement('gitea.keys.list.of-person', async (target) => {
  for (const [username, by] of [
    ['ada', target.ada],
    ['bob', target.bob],
  ] as const) {
    const [one, two] = [await add(target, ed25519Line(), by), await add(target, ed25519Line(), by)];
    const list = async (query: { page?: number; limit?: number; fingerprint?: string }) =>
      target.eve.call(userListKeys, { username, query });
    for (const wanted of [one, two]) {
      const [found] = await list({ fingerprint: wanted.fingerprint });
      expect(found).toMatchObject({ id: wanted.id, title: wanted.title });
      expect(found).not.toHaveProperty('user');
    }
    const all = await list({ limit: 50, page: 1 });
    expect(await list({ limit: 1, page: 2 })).toEqual(all.slice(1, 2));
  }
});

requirement('gitea.keys.list.404', async (target) => expect(await target.ada.refusal(userListKeys, { username: target.word() })).toBe(404));

requirement('gitea.keys.get.404', async ({ ada }) => expect(await ada.refusal(userCurrentGetKey, { id: MISSING })).toBe(404));

requirement('gitea.keys.delete.204', async (target) => {
  for (let round = 0; round < 2; round += 1) {
    const { id, fingerprint, key } = await add(target);
    await target.ada.call(userCurrentDeleteKey, { id });
    expect(await target.ada.refusal(userCurrentGetKey, { id })).toBe(404);
    expect(await target.ada.call(userCurrentListKeys, { query: { fingerprint } })).toEqual([]);
    // It is free again, for whoever it is.
    await add(target, key, target.bob);
  }
});

requirement('gitea.keys.delete.refused', async (target) => {
  const { id } = await add(target);
  expect([await target.bob.refusal(userCurrentDeleteKey, { id }), await target.ada.refusal(userCurrentDeleteKey, { id: MISSING })]).toEqual(
    [403, 404],
  );
  await target.ada.call(userCurrentGetKey, { id });
});

requirement('gitea.keys.admin.201', async (target) => {
  for (const username of ['ada', 'bob']) {
    const [title, key] = [target.word(), ed25519Line()];
    const made = await target.root.call(adminCreatePublicKey, { username, body: { title, key } });
    expect(made).toMatchObject({ title, user: { login: username } });
    const list = () => target.eve.call(userListKeys, { username, query: { fingerprint: made.fingerprint } });
    expect(await list()).toHaveLength(1);
    await target.root.call(adminDeleteUserPublicKey, { username, id: made.id });
    expect(await list()).toEqual([]);
  }
});

requirement('gitea.keys.admin.refused', async (target) => {
  const body = { title: target.word(), key: ed25519Line() };
  const { id } = await add(target);
  expect([
    await target.ada.refusal(adminCreatePublicKey, { username: 'ada', body }),
    await target.ada.refusal(adminDeleteUserPublicKey, { username: 'ada', id }),
    await target.root.refusal(adminCreatePublicKey, { username: target.word(), body }),
    await target.root.refusal(adminDeleteUserPublicKey, { username: 'bob', id }),
    await target.root.refusal(adminDeleteUserPublicKey, { username: 'ada', id: MISSING }),
  ]).toEqual([403, 403, 404, 403, 404]);
});

const addDeployKey = async (target: GiteaTarget, { owner, at }: Home, members: { key?: string; read_only?: boolean } = {}) =>
  owner.call(repoCreateKey, { ...at, body: { title: target.word(), key: ed25519Line(), read_only: true, ...members } });

requirement('gitea.deploy-keys.create.201', async (target) => {
  for (const home of await target.homes())
    for (const readOnly of [true, false]) {
      const key = ed25519Line();
      const made = await addDeployKey(target, home, { key, read_only: readOnly });
      expect(made).toMatchObject({ key, read_only: readOnly, fingerprint: expect.stringMatching(/^SHA256:/) as string });
      const found = await home.owner.call(repoGetKey, { ...home.at, id: made.id });
      expect(found).toMatchObject(made);
      expect(found.repository?.full_name).toBe(`${home.at.owner}/${home.at.repo}`);
    }
});

requirement('gitea.deploy-keys.create.taken', async (target) => {
  const home = await target.home();
  const { key, title } = await addDeployKey(target, home);
  const refused = (body: { title: string; key: string }) => home.owner.refusal(repoCreateKey, { ...home.at, body });
  const personal = await add(target);
  expect([
    await refused({ title: target.word(), key }),
    await refused({ title, key: ed25519Line() }),
    await refused({ title: target.word(), key: personal.key }),
    await refused({ title: target.word(), key: 'no key' }),
    await target.ada.refusal(userCurrentPostKey, { body: { title: target.word(), key } }),
  ]).toEqual([422, 422, 422, 422, 422]);
});

requirement('gitea.deploy-keys.create.shared', async (target) => {
  const [one, two] = (await target.homes()) as [Home, Home];
  const key = ed25519Line();
  const [first, second] = [await addDeployKey(target, one, { key }), await addDeployKey(target, two, { key, read_only: false })];
  expect([first.key_id === second.key_id, first.id === second.id]).toEqual([true, false]);
  await one.owner.call(repoDeleteKey, { ...one.at, id: first.id });
  expect(await two.owner.call(repoGetKey, { ...two.at, id: second.id })).toMatchObject({ read_only: false });
});

requirement('gitea.deploy-keys.list.narrowed', async (target) => {
  for (const home of await target.homes()) {
    const [one, two] = [await addDeployKey(target, home), await addDeployKey(target, home)];
    const ids = async (query: object) => (await home.owner.call(repoListKeys, { ...home.at, query })).map(({ id }) => id);
    expect([await ids({}), await ids({ limit: 1, page: 1 }), await ids({ limit: 1, page: 2 }), await ids({ limit: 2 })]).toEqual([
      [one.id, two.id],
      [one.id],
      [two.id],
      [one.id, two.id],
    ]);
    for (const { id, key_id: keyId, fingerprint } of [one, two])
      expect([await ids({ key_id: keyId }), await ids({ fingerprint })]).toEqual([[id], [id]]);
  }
});

requirement('gitea.deploy-keys.get.404', async (target) => {
  const [one, two] = (await target.homes()) as [Home, Home];
  const { id } = await addDeployKey(target, two);
  for (const missing of [id, MISSING]) expect(await one.owner.refusal(repoGetKey, { ...one.at, id: missing })).toBe(404);
});

requirement('gitea.deploy-keys.delete.204', async (target) => {
  for (const home of await target.homes()) {
    const { id, key } = await addDeployKey(target, home);
    await home.owner.call(repoDeleteKey, { ...home.at, id });
    expect(await home.owner.call(repoListKeys, home.at)).toEqual([]);
    // No repository takes it any more: it may be a person's.
    await add(target, key);
  }
});

departure('gitea.deploy-keys.delete.404', 'Upstream answers 204, as if there had been one.');
requirement('gitea.deploy-keys.delete.404', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(repoDeleteKey, { ...at, id: MISSING })).toBe(404);
});

requirement('gitea.deploy-keys.forbidden', async (target) => {
  const home = await target.home();
  const { id } = await addDeployKey(target, home);
  const body = { title: target.word(), key: ed25519Line() };
  expect([
    await home.other.refusal(repoListKeys, home.at),
    await home.other.refusal(repoGetKey, { ...home.at, id }),
    await home.other.refusal(repoCreateKey, { ...home.at, body }),
    await home.other.refusal(repoDeleteKey, { ...home.at, id }),
    await target.anyone.refusal(repoCreateKey, { ...home.at, body }),
  ]).toEqual([403, 403, 403, 403, 401]);
});
