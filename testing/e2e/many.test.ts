import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { mosaic, TestStack } from '@mosaic/testing/stack';

import { openBrowser } from './src/browser.ts';
import { openPage, screenshot, seriousFaults, sidewaysPixels } from './src/page-checks.ts';
import { openStockGit, type StockGit } from './src/stock-git.ts';

const PAGES = join(import.meta.dirname, '../../apps/dashboard/dist/index.html');
const README = `# Many

- [x] a task, see #1

[guide](docs/guide.md#far-below) ![plan](/docs/plan.svg) ![badge](https://badges.example/b.svg)
`;
const GUIDE = `# Guide\n\n${'A long paragraph.\n\n'.repeat(120)}## Far below\n\n[back](../README.md)\n`;
const PLAN =
  '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="32"><rect width="64" height="32"/><script>document.title="run"</script></svg>';

/** Run in the page. */
const widthOf = (image: unknown): number => (image as { naturalWidth: number }).naturalWidth;
const topOf = (element: unknown): number => (element as { getBoundingClientRect(): { top: number } }).getBoundingClientRect().top;

const browser: Browser | null = await openBrowser();

describe.skipIf(browser === null)('more than one page of everything, in Chromium', () => {
  let stack: TestStack;
  let git: StockGit;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    if (!existsSync(PAGES)) throw new Error('the dashboard is not built; run: ./mosaic test --only e2e');
    stack = await TestStack.create();
    const { stdout } = await mosaic(stack.home, ['token', '--door', 'forge']);
    git = await openStockGit({ login: 'root', token: stdout.trim() });
    await fill();
    const context = await (browser as Browser).newContext({
      baseURL: stack.publicUrl,
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(15_000);
    page = await context.newPage();
    page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
    await page.goto((await mosaic(stack.home, ['open', '--print'])).stdout.split('\n')[0] ?? '');
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await git?.[Symbol.asyncDispose]();
    await stack?.[Symbol.asyncDispose]();
  });

  /** 62 branches, of which the 51st alone has a file; tags, one of a branch's name; issues; a repository with nothing but a tag. */
  async function fill(): Promise<void> {
    const run = (...args: string[]) => git.run('many', ...args);
    await git.run('.', 'init', '--quiet', '--initial-branch=main', 'many');
    const folder = join(git.folder, 'many');
    await mkdir(join(folder, 'docs'));
    await mkdir(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x64, 0xe9])]));
    await writeFile(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x64, 0xe9, 0x2f, 0x61])]), 'bytes\n');
    const files = {
      'README.md': README,
      'docs/guide.md': GUIDE,
      'docs/plan.svg': PLAN,
      'latin.txt': Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]),
    };
    await Promise.all(Object.entries(files).map(([path, text]) => writeFile(join(folder, path), text)));
    await run('add', '--all');
    await run('commit', '--quiet', '--message', 'First');
    for (let number = 1; number <= 62; number += 1) await run('branch', `work-${String(number).padStart(2, '0')}`);
    await run('tag', '--annotate', 'work-51', '--message', 'A tag of the same name');
    await run('tag', '--annotate', 'rel/1.0', '--message', 'What the release brings');
    await run('checkout', '--quiet', 'work-51');
    await writeFile(join(folder, 'only-here.txt'), 'here alone\n');
    await run('add', '--all');
    await run('commit', '--quiet', '--message', 'On the 51st');
    await run('push', '--quiet', `${stack.publicUrl}/root/many.git`, '--all');
    await run('push', '--quiet', `${stack.publicUrl}/root/many.git`, '--tags');
    await run('push', '--quiet', `${stack.publicUrl}/root/tags-only.git`, 'rel/1.0');
    const { forge } = await stack.person('root', 'administrator');
    for (let number = 1; number <= 55; number += 1) await forge.createIssue('root', 'many', { title: `Fault ${number}` });
  }

  test('a file on the 51st branch opens, by the switch that searches all of them', async () => {
    await openPage(page, '/root/many/src/branch/work-51/only-here.txt', 'many');
    await page.getByText('here alone').waitFor();
    await openPage(page, '/root/many', 'many');
    await page.getByRole('combobox', { name: 'Branch or tag' }).fill('WORK-51');
    await page.getByText('Branches (1)').waitFor();
    await page.getByRole('option', { name: 'work-51' }).first().click();
    await page.getByRole('link', { name: 'only-here.txt' }).click();
    await page.getByText('here alone').waitFor();
    expect(new URL(page.url()).pathname).toBe('/root/many/src/branch/work-51/only-here.txt');
  });

  test('branch and tag of one name are what the address says; tags are listed with their words', async () => {
    await openPage(page, '/root/many/src/tag/work-51', 'many');
    await page.getByText('A tag of the same name').waitFor();
    expect(await page.getByRole('link', { name: 'only-here.txt' }).count()).toBe(0);
    await openPage(page, '/root/many/tags', 'many');
    await page.getByText('What the release brings').waitFor();
    await page.getByRole('link', { name: 'rel/1.0' }).click();
    await page.getByText('docs', { exact: true }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/root/many/src/tag/rel/1.0');
    await openPage(page, '/root/tags-only', 'tags-only');
    await page.getByText('no branches and 1 tag').waitFor();
  });

  test('lists go to their end and say how long they are', async () => {
    await openPage(page, '/root/many/branches?page=2', 'many');
    await page.getByText('51 to 63 of 63').waitFor();
    await openPage(page, '/root/many/issues', 'many');
    await page.getByText('1 to 50 of 55').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('link', { name: '#1 Fault 1', exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get('page')).toBe('2');
    expect(await seriousFaults(page)).toEqual([]);
  });

  test('a README leads to files, parts and issues; its pictures come from the repository, and nothing of it runs', async () => {
    const foreign: string[] = [];
    page.on('request', (request) => void (new URL(request.url()).host.endsWith('.example') && foreign.push(request.url())));
    await openPage(page, '/root/many', 'many');
    const text = page.getByRole('region', { name: 'README.md' });
    await text.getByRole('img', { name: 'plan' }).waitFor();
    expect(await text.getByRole('img', { name: 'plan' }).evaluate(widthOf)).toBe(64);
    expect(await text.getByRole('link', { name: '#1' }).getAttribute('href')).toBe('/root/many/issues/1');
    await text.getByText('badge').waitFor();
    await screenshot(page, 'readme-1440-light');
    await text.getByRole('link', { name: 'guide' }).click();
    const part = page.getByRole('heading', { name: 'Far below' });
    await part.waitFor();
    await expect.poll(() => part.evaluate(topOf)).toBeLessThan(900);
    expect(await page.title()).not.toBe('run');
    expect(foreign).toEqual([]);
  });

  test('names and lines that are no UTF-8 are shown, and their pages open', async () => {
    await openPage(page, '/root/many/src/branch/main/d%E9/a', 'many');
    await page.getByText('bytes', { exact: true }).waitFor();
    await page.getByRole('navigation', { name: 'Path' }).getByRole('link', { name: 'd' }).click();
    await page.getByRole('list', { name: 'Files' }).locator('a[href$="/d%E9/a"]').click();
    await page.getByText('bytes', { exact: true }).waitFor();
    await openPage(page, `/root/many/commit/${(await git.run('many', 'rev-parse', 'main')).stdout.trim()}`, 'First');
    await page.getByText('café').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0);
    expect(await seriousFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
  });
});
