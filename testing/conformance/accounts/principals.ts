import { expect } from 'vitest';

import { getPrincipal, listAgents, listPrincipals } from '@mosaic/contracts/mosaic';

import { requirement } from './suite.ts';

requirement('accounts.principals.get.200', async ({ root, service }) => {
  for (const login of ['ada', 'ADA'])
    expect(await service.call(getPrincipal, { login })).toMatchObject({ login: 'ada', kind: 'person', role: 'developer', builtIn: false });
  expect(await root.call(getPrincipal, { login: 'triage' })).toMatchObject({
    login: 'triage',
    kind: 'agent',
    role: 'triage',
    builtIn: true,
  });
});

requirement('accounts.principals.get.404', async ({ root, service }) => {
  for (const one of [root, service]) expect(await one.refusal(getPrincipal, { login: 'nobody' })).toBe(404);
});

requirement('accounts.principals.list.200', async ({ root }) => {
  const all = await root.call(listPrincipals, {});
  const logins = all.map(({ login }) => login);
  expect(logins).toEqual(expect.arrayContaining(['ada', 'root', 'triage', 'reviewer']));
  expect(new Set(logins).size).toBe(logins.length);
  for (const login of ['ada', 'triage']) expect(all).toContainEqual(await root.call(getPrincipal, { login }));
});

requirement('accounts.principals.agents.200', async ({ service }) => {
  const all = await service.call(listAgents, {});
  for (const role of ['triage', 'reviewer'] as const)
    expect(all.filter(({ login }) => login === role)).toMatchObject([
      { role, builtIn: true, runtime: 'built-in', model: '', state: 'active', budget: { tokens: 0, seconds: 600, toolCalls: 2_000 } },
    ]);
  expect(all.map(({ login }) => login)).not.toContain('ada');
});

requirement('accounts.principals.401', async ({ anyone }) => {
  expect([
    await anyone.refusal(getPrincipal, { login: 'ada' }),
    await anyone.refusal(listPrincipals, {}),
    await anyone.refusal(listAgents, {}),
  ]).toEqual([401, 401, 401]);
});
