import { randomUUID } from 'node:crypto';

import { expect } from 'vitest';

import { endAttempt, introspect, keepAttempt, openAttempt, UPSTREAMS, type NewAttempt } from '@mosaic/contracts/mosaic';
import { hashToken, newToken } from '@mosaic/platform/secrets';

import { requirement } from './suite.ts';
import type { AccountsTarget } from './target.ts';

type Agent = 'triage' | 'reviewer';

const LEASE_MS = 30_000;

async function wish(
  { taker }: AccountsTarget,
  login: Agent,
  changes: Partial<NewAttempt> = {},
): Promise<{ token: string; body: NewAttempt }> {
  const token = newToken();
  const leased = { claimedWith: await taker(login), expiresAt: Date.now() + LEASE_MS };
  return { token, body: { login, tokenHash: hashToken(token), task: randomUUID(), epoch: 1, repository: 7, ...leased, ...changes } };
}

/** Opens an attempt at a task of its own. */
async function opened(target: AccountsTarget, login: Agent, changes: Partial<NewAttempt> = {}) {
  const { token, body } = await wish(target, login, changes);
  const shown = await target.service.call(openAttempt, { body });
  return { token, body, shown, at: { task: body.task, epoch: body.epoch } };
}

const who = ({ service }: AccountsTarget, token: string) => service.call(introspect, { body: { token } });

requirement('accounts.attempts.open.201', async (target) => {
  for (const [login, epoch, repository, work] of [
    ['triage', 3, 7, 'forge:issue:write'] as const,
    ['reviewer', 4, 8, 'forge:status:write'] as const,
  ]) {
    const { token, body, shown, at } = await opened(target, login, { epoch, repository });
    const limits = { doors: [...UPSTREAMS], repositories: [repository] };
    expect(shown).toMatchObject({ ...limits, login, name: `attempt ${epoch}`, expiresAt: body.expiresAt, lastUsedAt: null });
    const active = await who(target, token);
    expect(active).toMatchObject({ ...limits, active: true, username: login, role: login, attempt: at });
    const grants = active.active ? active.grants : [];
    expect(grants).toEqual(expect.arrayContaining([work, 'forge:repository:read', 'mcp:task:write']));
    expect(grants.filter((grant) => grant.startsWith('mcp:claim:') || grant.startsWith('accounts:'))).toEqual([]);
  }
});

requirement('accounts.attempts.open.409', async (target) => {
  const { body } = await opened(target, 'triage');
  for (const again of [
    { ...body, tokenHash: hashToken(newToken()) },
    { ...body, task: randomUUID() },
  ])
    expect(await target.service.refusal(openAttempt, { body: again })).toBe(409);
});

requirement('accounts.attempts.open.foreign', async (target) => {
  const refused = async (changes: Partial<NewAttempt>) =>
    target.service.refusal(openAttempt, { body: (await wish(target, 'triage', changes)).body });
  expect([await refused({ login: 'reviewer' }), await refused({ login: 'root' }), await refused({ claimedWith: 'none' })]).toEqual([
    403, 403, 403,
  ]);
});

requirement('accounts.attempts.open.403', async (target) => {
  const { body } = await wish(target, 'triage');
  expect([await target.ada.refusal(openAttempt, { body }), await target.anyone.refusal(openAttempt, { body })]).toEqual([403, 401]);
});

requirement('accounts.attempts.keep.204', async (target) => {
  for (const epoch of [1, 2]) {
    const { token, at, body } = await opened(target, 'triage', { epoch });
    const expiresAt = body.expiresAt + 10_000 * epoch;
    await target.service.call(keepAttempt, { ...at, body: { expiresAt } });
    expect(await who(target, token)).toMatchObject({ active: true, exp: Math.floor(expiresAt / 1_000) });
  }
});

requirement('accounts.attempts.keep.404', async (target) => {
  const { token, at } = await opened(target, 'triage');
  const refused = (of: typeof at) => target.service.refusal(keepAttempt, { ...of, body: { expiresAt: Date.now() + LEASE_MS } });
  expect([await refused({ ...at, epoch: 2 }), await refused({ ...at, task: randomUUID() })]).toEqual([404, 404]);
  await target.service.call(endAttempt, at);
  expect([await refused(at), await who(target, token)]).toEqual([404, { active: false }]);
});

requirement('accounts.attempts.end.204', async (target) => {
  for (const epoch of [1, 2]) {
    const { token, at } = await opened(target, 'reviewer', { epoch });
    for (const _again of [1, 2]) await target.service.call(endAttempt, at);
    expect(await who(target, token)).toEqual({ active: false });
  }
});

requirement('accounts.attempts.end.403', async (target) => {
  const { token, at } = await opened(target, 'triage');
  const body = { expiresAt: Date.now() + LEASE_MS };
  for (const [one, status] of [[target.ada, 403] as const, [target.anyone, 401] as const]) {
    expect(await one.refusal(keepAttempt, { ...at, body })).toBe(status);
    expect(await one.refusal(endAttempt, at)).toBe(status);
  }
  expect(await who(target, token)).toMatchObject({ active: true });
});
