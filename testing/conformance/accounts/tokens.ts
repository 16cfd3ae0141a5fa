import { expect } from 'vitest';
import type { z } from 'zod';

import { createToken, introspect, revokeToken } from '@mosaic/contracts/mosaic';

import { requirement } from './suite.ts';

const READ = { doors: ['forge' as const], grants: ['forge:repository:read'] };

requirement('accounts.tokens.create.201', async ({ root, ada }) => {
  for (const [login, one] of [['root', root] as const, ['ada', ada] as const]) {
    const made = await one.call(createToken, { body: { name: 'plain', ...READ } });
    expect(made).toMatchObject({ ...READ, login, name: 'plain', repositories: null, expiresAt: null, lastUsedAt: null });
    expect(made.token).toMatch(/^[0-9a-f]{40}$/);
  }
  const bodies: z.input<typeof createToken.body>[] = [
    { name: 'given', ...READ, login: 'ada', repositories: [3, 4], expiresInSeconds: 600 },
    { name: 'other', doors: ['ci', 'mcp'], grants: ['mcp:task:read'], login: 'root', repositories: [5], expiresInSeconds: 60 },
  ];
  for (const { expiresInSeconds = 0, ...body } of bodies) {
    const made = await root.call(createToken, { body: { ...body, expiresInSeconds } });
    expect(made).toMatchObject({ ...body, expiresAt: made.createdAt + expiresInSeconds * 1_000 });
  }
});

requirement('accounts.tokens.create.narrowed', async ({ ada }) => {
  const { grants } = await ada.call(createToken, { body: { name: 'x', doors: ['forge', 'mcp'], grants: ['mcp:*:admin'] } });
  expect(grants).toContain('mcp:task:write');
  expect(grants.every((grant) => grant.startsWith('mcp:') && !grant.endsWith(':admin'))).toBe(true);
});

requirement('accounts.tokens.create.403', async ({ ada }) => {
  const refused = (body: Partial<z.input<typeof createToken.body>>) => ada.refusal(createToken, { body: { name: 'x', ...READ, ...body } });
  expect([
    await refused({ grants: ['accounts:audit:read'] }),
    await refused({ doors: ['mcp'], grants: ['mcp:task:admin'] }),
    await refused({ login: 'root', grants: ['*:*:*'] }),
  ]).toEqual([403, 403, 403]);
});

requirement('accounts.tokens.create.401', async ({ anyone }) => {
  expect(await anyone.refusal(createToken, { body: { name: 'x', ...READ } })).toBe(401);
});

requirement('accounts.tokens.revoke.204', async ({ root, ada, service }) => {
  for (const one of [root, ada]) {
    const { id, token } = await one.call(createToken, { body: { name: 'short', ...READ } });
    expect(await service.call(introspect, { body: { token } })).toMatchObject({ active: true });
    for (const _again of [1, 2]) await one.call(revokeToken, { id });
    expect(await service.call(introspect, { body: { token } })).toEqual({ active: false });
  }
});

requirement('accounts.tokens.revoke.404', async ({ root, ada, anyone }) => {
  const { id } = await root.call(createToken, { body: { name: 'kept', ...READ } });
  expect([await root.refusal(revokeToken, { id: 'none' }), await ada.refusal(revokeToken, { id })]).toEqual([404, 404]);
  expect(await anyone.refusal(revokeToken, { id })).toBe(401);
});
