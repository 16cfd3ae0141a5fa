import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  createCurrentUserRepo,
  repoAddCollaborator,
  repoCreateFile,
  repoCreatePullRequest,
  repoGetContents,
  repoUpdateFile,
} from '@mosaic/contracts/gitea';
import { mosaic, TestStack, type TestPerson } from '@mosaic/testing/stack';

import { openBrowser } from './src/browser.ts';
import { screenshot, seriousFaults, sidewaysPixels } from './src/page-checks.ts';

const PAGES = join(import.meta.dirname, '../../apps/dashboard/dist/index.html');
const FILE = 'greet.ts';
const BEFORE = 'export function greet(name: string) {\n  return name;\n}\n';
const AFTER = 'export function greet(name: string) {\n  return `Hello ${name}`;\n}\n';
const AT = { owner: 'ada', repo: 'hello' };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const browser: Browser | null = await openBrowser();

describe.skipIf(browser === null)('a review between two people, in Chromium', () => {
  let stack: TestStack;
  let ada: TestPerson;
  const pages: Record<string, Page> = {};
  const faults: string[] = [];

  /** A browser of somebody's own, signed in. */
  async function signIn(login: string): Promise<Page> {
    const context = await (browser as Browser).newContext({
      baseURL: stack.publicUrl,
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
    await page.goto((await mosaic(stack.home, ['open', '--print', '--user', login])).stdout.split('\n')[0] ?? '');
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    return page;
  }

  beforeAll(async () => {
    if (!existsSync(PAGES)) throw new Error('the dashboard is not built; run: ./mosaic test --only e2e');
    stack = await TestStack.create();
    ada = await stack.person('ada');
    await stack.person('grace');
    const { forge } = ada;
    await forge.call(createCurrentUserRepo, { body: { name: AT.repo } });
    const first = { content: base64(BEFORE), message: 'Begin', branch: 'main' };
    const { content } = await forge.call(repoCreateFile, { ...AT, filepath: FILE, body: first });
    const change = { content: base64(AFTER), message: 'Say hello', branch: 'main', new_branch: 'hello', sha: content?.sha ?? '' };
    await forge.call(repoUpdateFile, { ...AT, filepath: FILE, body: change });
    await forge.call(repoAddCollaborator, { ...AT, collaborator: 'grace', body: { permission: 'write' } });
    await forge.call(repoCreatePullRequest, { ...AT, body: { head: 'hello', base: 'main', title: 'Say hello' } });
    pages['grace'] = await signIn('grace');
    pages['ada'] = await signIn('ada');
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.[Symbol.asyncDispose]();
  });

  const of = (login: 'ada' | 'grace'): Page => pages[login] as Page;
  const thread = (page: Page) => page.getByRole('region', { name: `Conversation on line 2 of ${FILE}`, exact: true });

  test('she writes on a line and requests changes', { timeout: 120_000 }, async () => {
    const page = of('grace');
    await of('ada').goto('/ada/hello/pulls/1');
    await of('ada').getByRole('complementary', { name: 'Properties' }).getByText('none').first().waitFor();
    await page.goto('/ada/hello/pulls/1/files');
    await page.getByRole('button', { name: 'Comment on line 2', exact: true }).click();
    await page.getByLabel('Comment on line 2 (Markdown)').fill('With a comma?\n\n```suggestion\n  return `Hello, ${name}`;\n```');
    await page.getByRole('button', { name: 'Start a review' }).click();
    await thread(page).getByText('Pending').waitFor();
    await thread(page)
      .getByRole('group', { name: `Suggested change of ${FILE}` })
      .getByText('Hello, ')
      .waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Finish your review (1)' }).click();
    const dialog = page.getByRole('dialog', { name: 'Review of #1' });
    await dialog.getByLabel('Request changes').check();
    await dialog.getByLabel('Summary (Markdown)').fill('Nearly.');
    await dialog.getByRole('button', { name: 'Submit review' }).click();
    await dialog.waitFor({ state: 'detached' });
    await thread(page).getByText('Pending').waitFor({ state: 'detached' });
  });

  test('he sees it come, answers and settles it', { timeout: 120_000 }, async () => {
    const page = of('ada');
    const post = page.getByRole('article', { name: 'Review by grace' });
    await post.getByText('Requests changes').waitFor();
    await post.getByText('Nearly.').waitFor();
    await post
      .getByRole('group', { name: `Code of ${FILE} that is spoken of` })
      .getByText('Hello')
      .waitFor();
    await thread(page).getByRole('button', { name: 'Reply' }).click();
    await page.getByLabel('Answer on line 2 (Markdown)').fill('Gladly.');
    await thread(page).getByRole('button', { name: 'Reply', exact: true }).click();
    await thread(page).getByText('Gladly.').waitFor();
    await thread(of('grace')).getByText('Gladly.').waitFor();
    await thread(page).getByRole('button', { name: 'Resolve conversation' }).click();
    await thread(page).getByText('Resolved by ada · 2 comments').waitFor();
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      expect([await seriousFaults(page), await sidewaysPixels(page)]).toEqual([[], 0]);
      await screenshot(page, `review-loop-conversation-${width}`);
    }
  });

  test('what he pushes then leaves her line behind; she approves, and he sees that too', { timeout: 120_000 }, async () => {
    const page = of('grace');
    await page.goto('/ada/hello/pulls/1/files');
    await thread(page).getByText('Resolved by ada').waitFor();
    const found = await ada.forge.call(repoGetContents, { ...AT, filepath: FILE, query: { ref: 'hello' } });
    const sha = Array.isArray(found) ? '' : found.sha;
    const change = { content: base64(AFTER.replace('Hello', 'Hello,')), message: 'A comma', branch: 'hello', sha };
    await ada.forge.call(repoUpdateFile, { ...AT, filepath: FILE, body: change });
    await page.getByText('Outdated', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Review changes' }).click();
    await page.getByLabel('Approve').check();
    await page.getByRole('button', { name: 'Submit review' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await of('ada').getByRole('complementary', { name: 'Properties' }).getByText('Approved').waitFor();
    expect(faults).toEqual([]);
  });
});
