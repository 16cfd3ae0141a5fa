import { expect } from 'vitest';

import {
  ceilingOf,
  createToken,
  Door,
  getCredential,
  getPrincipal,
  introspect,
  redeemSiteCode,
  revokeToken,
} from '@mosaic/contracts/mosaic';
import { newToken } from '@mosaic/platform/secrets';

import { requirement } from './suite.ts';

const READ = { doors: ['forge' as const], grants: ['forge:repository:read'] };

requirement('accounts.credentials.introspect.token', async ({ root, service }) => {
  for (const login of ['ada', 'root'] as const) {
    const { id: sub, uid, name, email, role, kind, builtIn } = await root.call(getPrincipal, { login });
    const principal = { active: true, sub, uid, username: login, kind, role, built_in: builtIn, name, email };
    const plain = await root.call(createToken, { body: { name: 'plain', login, ...READ } });
    expect(await service.call(introspect, { body: { token: plain.token } })).toEqual({ ...principal, ...READ, token_id: plain.id });
    const limits = { repositories: [3, 4], expiresInSeconds: 600 };
    const given = await root.call(createToken, { body: { name: 'given', login, ...READ, ...limits } });
    expect(await service.call(introspect, { body: { token: given.token } })).toEqual({
      ...principal,
      ...READ,
      token_id: given.id,
      repositories: [3, 4],
      exp: Math.floor((given.expiresAt ?? 0) / 1_000),
    });
  }
});

requirement('accounts.credentials.introspect.password', async ({ service, adaPassword: password }) => {
  for (const username of ['ada', 'ADA']) {
    const shown = await service.call(introspect, { body: { username, password } });
    expect(shown).toMatchObject({ active: true, username: 'ada', role: 'developer', token_id: 'password', doors: Door.options });
    expect(shown).toHaveProperty('grants', ceilingOf({ role: 'developer', login: 'ada' }));
  }
});

requirement('accounts.credentials.introspect.inactive', async ({ service }) => {
  for (const body of [{ token: newToken() }, { username: 'ada', password: 'wrong' }, { username: 'nobody', password: 'wrong' }])
    expect(await service.call(introspect, { body })).toEqual({ active: false });
});

requirement('accounts.credentials.introspect.403', async ({ ada, anyone }) => {
  const body = { token: newToken() };
  expect([await ada.refusal(introspect, { body }), await anyone.refusal(introspect, { body })]).toEqual([403, 401]);
});

requirement('accounts.credentials.get.200', async ({ root, service }) => {
  for (const login of ['ada', 'root']) {
    const { id } = await root.call(createToken, { body: { name: 'held', login, ...READ } });
    expect(await service.call(getCredential, { id })).toEqual({ login });
    await root.call(revokeToken, { id });
    expect(await service.refusal(getCredential, { id })).toBe(404);
  }
});

requirement('accounts.credentials.get.403', async ({ ada, anyone }) => {
  expect([await ada.refusal(getCredential, { id: 'any' }), await anyone.refusal(getCredential, { id: 'any' })]).toEqual([403, 401]);
});

requirement('accounts.credentials.site.200', async ({ service, siteCode }) => {
  for (const host of ['hello.localhost:8080', 'other.localhost:8080']) {
    const { code, credentialId } = await siteCode(host);
    expect(await service.call(redeemSiteCode, { body: { code } })).toEqual({ login: 'ada', host, credentialId });
    expect(await service.refusal(redeemSiteCode, { body: { code } })).toBe(404);
  }
});

requirement('accounts.credentials.site.404', async ({ service }) => {
  expect(await service.refusal(redeemSiteCode, { body: { code: newToken() } })).toBe(404);
});

requirement('accounts.credentials.site.403', async ({ ada, anyone, service, siteCode }) => {
  const body = { code: (await siteCode('hello.localhost:8080')).code };
  expect([await ada.refusal(redeemSiteCode, { body }), await anyone.refusal(redeemSiteCode, { body })]).toEqual([403, 401]);
  expect(await service.call(redeemSiteCode, { body })).toMatchObject({ login: 'ada' });
});
