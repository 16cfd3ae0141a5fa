import { describe, expect, test } from 'vitest';

import type { Send, WireResponse } from '@mosaic/contracts/wire';

import { createAuthenticator } from './authenticator.ts';

const active = {
  active: true,
  sub: 'p-1',
  username: 'ada',
  kind: 'person',
  role: 'developer',
  built_in: false,
  name: 'Ada',
  email: 'ada@example.test',
  uid: 7,
  token_id: 't-1',
  doors: ['forge'],
  grants: ['forge:repository:read'],
};

/** Accounts as a function: answers in turn, and counts. */
function accountsAnswering(answer: (token: string) => { status: number; body: unknown }): Send & { asked: number } {
  const send = async ({ body }: { body?: unknown }): Promise<WireResponse> => {
    fake.asked += 1;
    const { status, body: text } = answer((body as { token: string }).token);
    return {
      status,
      headers: {},
      json: async () => text,
      text: async () => JSON.stringify(text),
      bytes: async () => new Uint8Array(),
      discard: async () => undefined,
    };
  };
  const fake = Object.assign(send as Send, { asked: 0 });
  return fake;
}

describe('the authenticator', () => {
  test('asks once per credential while the answer is fresh, also for calls side by side', async () => {
    const accounts = accountsAnswering(() => ({ status: 200, body: active }));
    const { authenticate } = createAuthenticator({ door: 'forge', accounts });
    const callers = await Promise.all([authenticate({ token: 'a' }), authenticate({ token: 'a' }), authenticate({ token: 'b' })]);
    expect(callers.map(({ login, uid }) => [login, uid])).toEqual([
      ['ada', 7],
      ['ada', 7],
      ['ada', 7],
    ]);
    expect(accounts.asked).toBe(2);
  });

  test('a revoked token works no longer than the answer is trusted', async () => {
    let revoked = false;
    const accounts = accountsAnswering(() => ({ status: 200, body: revoked ? { active: false } : active }));
    const trusted = createAuthenticator({ door: 'forge', accounts, ttlMs: 60_000 });
    const untrusting = createAuthenticator({ door: 'forge', accounts, ttlMs: 0 });
    await trusted.authenticate({ token: 'a' });
    await untrusting.authenticate({ token: 'a' });
    revoked = true;
    await expect(trusted.authenticate({ token: 'a' })).resolves.toMatchObject({ login: 'ada' });
    await expect(untrusting.authenticate({ token: 'a' })).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('an answer in memory ends with the token itself', async () => {
    const accounts = accountsAnswering(() => ({ status: 200, body: { ...active, exp: Math.floor(Date.now() / 1000) - 1 } }));
    const { authenticate } = createAuthenticator({ door: 'forge', accounts, ttlMs: 60_000 });
    await expect(authenticate({ token: 'a' })).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('refuses a token for another door', async () => {
    const { authenticate } = createAuthenticator({ door: 'ci', accounts: accountsAnswering(() => ({ status: 200, body: active })) });
    await expect(authenticate({ token: 'a' })).rejects.toMatchObject({ code: 'unauthenticated', message: expect.stringContaining('ci') });
  });

  test.each([
    [429, 'rate_limited'],
    [500, 'unavailable'],
    [401, 'unavailable'],
  ])('accounts answering %i is %s, and is not remembered', async (status, code) => {
    let well = false;
    const accounts = accountsAnswering(() => (well ? { status: 200, body: active } : { status, body: {} }));
    const { authenticate } = createAuthenticator({ door: 'forge', accounts });
    await expect(authenticate({ token: 'a' })).rejects.toMatchObject({ code });
    well = true;
    await expect(authenticate({ token: 'a' })).resolves.toMatchObject({ login: 'ada' });
  });

  test('accounts not answering at all is unavailable', async () => {
    const accounts: Send = async () => {
      throw new Error('connection refused');
    };
    const { authenticate } = createAuthenticator({ door: 'forge', accounts });
    await expect(authenticate({ token: 'a' })).rejects.toMatchObject({ code: 'unavailable' });
  });
});
