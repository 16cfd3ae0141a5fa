import { afterEach, expect, test } from 'vitest';

import type { RunDemo } from '@mosaic/accounts';

import { json, startAccounts, PUBLIC_URL, type AccountsHarness } from './harness.ts';

let stage: AccountsHarness;
afterEach(() => stage[Symbol.asyncDispose]());

/** A demo that goes on until it is told to end. */
function slowDemo() {
  const asked: { login: string; token: string }[] = [];
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const demo: RunDemo = async (asker) => {
    asked.push(asker);
    return { repository: `${asker.login}/hello`, traceId: 'a'.repeat(32), ended };
  };
  return { demo, asked, end };
}

const press = async (headers: Record<string, string> = {}) =>
  stage.fetch('/-/accounts/demo', json({}, { headers: { cookie: await stage.signIn(), origin: PUBLIC_URL, ...headers } }));

test('runs once at a time, with a token that works while it runs and no longer', async () => {
  const { demo, asked, end } = slowDemo();
  stage = await startAccounts({ demo });
  const first = await press();
  expect([first.status, await first.json()]).toEqual([202, { repository: 'root/hello', traceId: 'a'.repeat(32) }]);
  const token = asked[0]?.token ?? '';
  const isActive = async () => {
    const answer = await stage.fetch('/-/introspect', json({ token }, { headers: { authorization: `Bearer ${key}` } }));
    return ((await answer.json()) as { active: boolean }).active;
  };
  const key = await stage.accounts.issueServiceToken('mosaic-forge');
  expect(await isActive()).toBe(true);
  expect((await press()).status).toBe(409);
  end();
  await expect.poll(isActive).toBe(false);
  expect((await press()).status).toBe(202);
  expect(asked.map(({ login }) => login)).toEqual(['root', 'root']);
});

test('a demo that cannot push is an error, and can be tried again', async () => {
  const { demo } = slowDemo();
  let tries = 0;
  stage = await startAccounts({
    demo: (asker) => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('no push')) : demo(asker);
    },
  });
  expect((await press()).status).toBe(500);
  expect((await press()).status).toBe(202);
});

test('carries no more than the token that asks', async () => {
  const { demo, asked } = slowDemo();
  stage = await startAccounts({ demo });
  const cookie = await stage.signIn();
  const made = await stage.fetch(
    '/-/accounts/tokens',
    json({ name: 'narrow', doors: ['accounts'], grants: ['accounts:token:write'] }, { headers: { cookie, origin: PUBLIC_URL } }),
  );
  const { token } = (await made.json()) as { token: string };
  const answer = await stage.fetch('/-/accounts/demo', json({}, { headers: { authorization: `Bearer ${token}` } }));
  expect(answer.status).toBe(403);
  expect(asked).toEqual([]);
});

test('says so where no demo can run', async () => {
  stage = await startAccounts();
  const answer = await press();
  expect([answer.status, await answer.text()]).toEqual([501, expect.stringContaining('./mosaic demo')]);
});
