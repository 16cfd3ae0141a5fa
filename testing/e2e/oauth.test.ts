import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createPrincipal } from '@mosaic/contracts/mosaic';
import { TestStack } from '@mosaic/testing/stack';

import { openBrowser } from './src/browser.ts';
import { seriousFaults, sidewaysPixels } from './src/page-checks.ts';

const PASSWORD = 'a long enough one';
/** git-credential-oauth, which every Gitea knows. */
const CLIENT = 'a4792ccc-144e-407e-86c9-5e7d8d9c3269';

const browser: Browser | null = await openBrowser();

/** As `git-credential-oauth` signs its person in: a browser is opened, and what it is led back to waits on this machine. */
describe.skipIf(browser === null)('a program beside git signs its person in with Chromium', () => {
  let stack: TestStack;

  beforeAll(async () => {
    stack = await TestStack.create();
    await stack.accounts().call(createPrincipal, { body: { login: 'ada', password: PASSWORD } });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.[Symbol.asyncDispose]();
  });

  async function newPage(width: number): Promise<Page> {
    const context = await (browser as Browser).newContext({ baseURL: stack.publicUrl, viewport: { width, height: 900 } });
    return context.newPage();
  }

  async function signIn(page: Page): Promise<void> {
    await page.getByLabel('Name', { exact: false }).first().fill('ada');
    await page.locator('input[type=password]').fill(PASSWORD);
    await page.keyboard.press('Enter');
  }

  test('a stranger signs in, is asked, and is led back to the program, which gets its token', async () => {
    const waiting = createServer((_request, response) => response.end('You may close this page.'));
    waiting.listen(0, '127.0.0.1');
    await once(waiting, 'listening');
    const redirect_uri = `http://127.0.0.1:${(waiting.address() as AddressInfo).port}/`;
    const code_verifier = randomBytes(32).toString('base64url');
    const code_challenge = createHash('sha256').update(code_verifier).digest('base64url');
    const wish = { client_id: CLIENT, redirect_uri, response_type: 'code', state: 'x', code_challenge, code_challenge_method: 'S256' };
    const page = await newPage(390);
    await page.goto(`/login/oauth/authorize?${new URLSearchParams(wish).toString()}`);
    await signIn(page);
    const button = page.getByRole('button', { name: 'Let it in' });
    await button.waitFor();
    await page.getByRole('heading', { name: 'Let git-credential-oauth in?' }).waitFor();
    expect([await seriousFaults(page), await sidewaysPixels(page)]).toEqual([[], 0]);

    const [[request]] = (await Promise.all([once(waiting, 'request'), button.click()])) as unknown as [[{ url: string }]];
    const back = new URL(request.url, redirect_uri).searchParams;
    waiting.close();
    expect(back.get('state')).toBe('x');
    const answered = await fetch(`${stack.edgeUrl}/login/oauth/access_token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: CLIENT,
        redirect_uri,
        code: back.get('code') ?? '',
        code_verifier,
      }),
    });
    const { access_token } = (await answered.json()) as { access_token: string };
    const user = await fetch(`${stack.edgeUrl}/api/v1/user`, { headers: { authorization: `Bearer ${access_token}` } });
    expect(await user.json()).toMatchObject({ login: 'ada' });
    await page.context().close();
  }, 60_000);

  test('an application that is not known leads nowhere, and says so', async () => {
    const page = await newPage(1440);
    await page.goto('/login/oauth/authorize?client_id=none&redirect_uri=http%3A%2F%2Fevil.test%2F&response_type=code');
    await page.getByRole('heading', { name: 'This application cannot be let in' }).waitFor();
    expect(new URL(page.url()).origin).toBe(new URL(stack.publicUrl).origin);
    await page.context().close();
  });
});
