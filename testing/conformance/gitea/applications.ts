import { expect } from 'vitest';

import {
  userCreateOAuth2Application,
  userDeleteOAuth2Application,
  userGetOAuth2Application,
  userGetOAuth2Applications,
  userUpdateOAuth2Application,
} from '@mosaic/contracts/gitea';

import { departure, requirement } from './suite.ts';
import type { GiteaTarget } from './target.ts';

const MISSING = 999_999_999;
const BACK = 'https://ci.example.test/authorize';
const bodyOf = (target: GiteaTarget) => ({ name: target.word(), redirect_uris: [BACK], confidential_client: true });
const register = (target: GiteaTarget, by = target.ada) => by.call(userCreateOAuth2Application, { body: bodyOf(target) });

requirement('gitea.applications.create.201', async (target) => {
  const bodies = [
    { ...bodyOf(target), skip_secondary_authorization: false },
    { name: target.word(), redirect_uris: [BACK, `${BACK}/2`], confidential_client: false, skip_secondary_authorization: true },
  ];
  const made = [];
  for (const body of bodies) {
    const one = await target.ada.call(userCreateOAuth2Application, { body });
    expect(one).toMatchObject(body);
    expect(one.client_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(one.client_secret).toMatch(/^gto_\w{40,}$/);
    made.push(one);
  }
  expect(new Set(made.flatMap(({ client_id, client_secret }) => [client_id, client_secret])).size).toBe(4);
});

requirement('gitea.applications.create.left-out', async (target) => {
  const made = await target.ada.call(userCreateOAuth2Application, { body: { name: target.word(), redirect_uris: [BACK] } });
  expect(made).toMatchObject({ confidential_client: false, skip_secondary_authorization: false });
});

requirement('gitea.applications.create.422', async (target) => {
  const refused = (body: object) => target.ada.refusal(userCreateOAuth2Application, { body: { ...bodyOf(target), ...body } });
  expect([await refused({ name: '' }), await refused({ redirect_uris: [] })]).toEqual([422, 422]);
});

requirement('gitea.applications.create.401', async (target) => {
  expect(await target.anyone.refusal(userCreateOAuth2Application, { body: bodyOf(target) })).toBe(401);
  expect(await target.anyone.refusal(userGetOAuth2Applications, {})).toBe(401);
});

departure('gitea.applications.create.address', 'Upstream takes any text, which then leads nowhere.');
requirement('gitea.applications.create.address', async (target) => {
  for (const uri of ['/authorize', 'javascript:alert(1)', `${BACK}#here`])
    expect(await target.ada.refusal(userCreateOAuth2Application, { body: { ...bodyOf(target), redirect_uris: [uri] } })).toBe(422);
});

requirement('gitea.applications.list.pages', async (target) => {
  const made = await register(target, target.bob);
  await register(target, target.bob);
  const list = (page: number, limit: number) => target.bob.call(userGetOAuth2Applications, { query: { page, limit } });
  const all = await list(1, 50);
  expect(all.find(({ id }) => id === made.id)).toEqual({ ...made, client_secret: '' });
  expect([await list(1, 1), await list(2, 1)]).toEqual([all.slice(0, 1), all.slice(1, 2)]);
});

requirement('gitea.applications.get.200', async (target) => {
  for (const by of [target.ada, target.bob]) {
    const made = await register(target, by);
    expect(await by.call(userGetOAuth2Application, { id: made.id })).toEqual({ ...made, client_secret: '' });
  }
});

requirement('gitea.applications.get.404', async (target) => {
  const { id } = await register(target);
  expect([
    await target.ada.refusal(userGetOAuth2Application, { id: MISSING }),
    await target.bob.refusal(userGetOAuth2Application, { id }),
  ]).toEqual([404, 404]);
});

requirement('gitea.applications.edit.200', async (target) => {
  for (const by of [target.ada, target.bob]) {
    const made = await register(target, by);
    const body = { name: target.word(), redirect_uris: [`${BACK}/2`], confidential_client: false, skip_secondary_authorization: true };
    const edited = await by.call(userUpdateOAuth2Application, { id: made.id, body });
    expect(edited).toMatchObject({ ...body, id: made.id, client_id: made.client_id });
    expect([edited.client_secret === '', edited.client_secret === made.client_secret]).toEqual([false, false]);
    const back = { ...bodyOf(target), skip_secondary_authorization: false };
    expect(await by.call(userUpdateOAuth2Application, { id: made.id, body: back })).toMatchObject(back);
  }
});

requirement('gitea.applications.edit.404', async (target) => {
  const { id } = await register(target);
  const refused = (by: GiteaTarget['ada'], which: number) => by.refusal(userUpdateOAuth2Application, { id: which, body: bodyOf(target) });
  expect([(await refused(target.ada, MISSING)) >= 400, (await refused(target.bob, id)) >= 400]).toEqual([true, true]);
  expect((await target.ada.call(userGetOAuth2Application, { id })).redirect_uris).toEqual([BACK]);
});

requirement('gitea.applications.delete.204', async (target) => {
  for (const by of [target.ada, target.bob]) {
    const { id } = await register(target, by);
    await by.call(userDeleteOAuth2Application, { id });
    expect(await by.refusal(userGetOAuth2Application, { id })).toBe(404);
    const left = await by.call(userGetOAuth2Applications, { query: { limit: 50 } });
    expect(left.map((one) => one.id)).not.toContain(id);
  }
});

requirement('gitea.applications.delete.404', async (target) => {
  const { id } = await register(target);
  expect([
    await target.ada.refusal(userDeleteOAuth2Application, { id: MISSING }),
    await target.bob.refusal(userDeleteOAuth2Application, { id }),
  ]).toEqual([404, 404]);
  expect((await target.ada.call(userGetOAuth2Application, { id })).id).toBe(id);
});
