import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { getRepoPipeline, getReposLookup } from '@mosaic/contracts/woodpecker';
import { expectOk } from '@mosaic/contracts/wire';
import { callTool, inboxList } from '@mosaic/contracts/mosaic';
import { mosaic, TestStack, until, type TestPerson } from '@mosaic/testing/stack';
import { openDatabaseFile } from '@mosaic/testing/servers';

import { openBrowser } from './src/browser.ts';
import { openPage, screenshot, seriousFaults, sidewaysPixels } from './src/page-checks.ts';
import { writePageProject } from './src/page-project.ts';
import { openStockGit, type StockGit } from './src/stock-git.ts';

const PAGES = join(import.meta.dirname, '../../apps/dashboard/dist/index.html');
const ERROR = `The row of the project does not fit: ${'a-long-name-without-a-space-'.repeat(6)}`;

const browser: Browser | null = await openBrowser();

describe.skipIf(browser === null)('what an administrator decides, in Chromium', () => {
  let stack: TestStack;
  let git: StockGit;
  let root: TestPerson;

  beforeAll(async () => {
    if (!existsSync(PAGES)) throw new Error('the dashboard is not built; run: ./mosaic test --only e2e');
    stack = await TestStack.create();
    root = await stack.person('root', 'administrator');
    const { stdout } = await mosaic(stack.home, ['token', '--door', 'forge']);
    git = await openStockGit({ login: 'root', token: stdout.trim() });
  });
  afterAll(async () => {
    await browser?.close();
    await git?.[Symbol.asyncDispose]();
    await stack?.[Symbol.asyncDispose]();
  });

  async function signedIn({ width, scheme }: { width: number; scheme: 'light' | 'dark' }): Promise<Page> {
    const context = await (browser as Browser).newContext({
      baseURL: stack.publicUrl,
      viewport: { width, height: 900 },
      colorScheme: scheme,
      reducedMotion: 'reduce',
      ...(width < 500 ? { hasTouch: true, isMobile: true } : {}),
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    await page.goto((await mosaic(stack.home, ['open', '--print'])).stdout.split('\n')[0] ?? '');
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    return page;
  }

  test('events that were put aside stand in the inbox and on the system page', { timeout: 120_000 }, async () => {
    const event = { seq: 7, id: 'e7', source: 'mcp', type: 'dev.mosaic.session.ended', subject: 'ada', time: Date.now() };
    {
      using database = openDatabaseFile(join(stack.home, 'data', 'core', 'core.db'));
      const put = database.prepare(
        `insert into event_parked (consumer, seq, event, error, attempts, parked_at, replay) values ('gone', ?, ?, ?, 10, ?, 0)`,
      );
      for (const seq of [7, 8])
        put.run(
          seq,
          JSON.stringify({ ...event, seq, traceId: 'f'.repeat(32), actor: 'ada', data: { login: 'ada' } }),
          ERROR,
          Date.now() - 90_000,
        );
    }
    const told = await until('the entry', async () => {
      const { entries } = await callTool(root.mcp, inboxList, {});
      return entries.find(({ title }) => title === 'core has put 2 events aside') ?? null;
    });
    for (const width of [1440, 390])
      for (const scheme of ['light', 'dark'] as const) {
        const page = await signedIn({ width, scheme });
        for (const [name, address, heading] of [
          ['system', '/-/system/health', 'System'],
          ['inbox', `/-/inbox?entry=${told.id}`, 'Inbox'],
        ] as const) {
          await openPage(page, address, heading);
          await page.getByText('The row of the project').first().waitFor();
          await screenshot(page, `aside-${name}-${width}-${scheme}`);
          expect([name, width, scheme, await seriousFaults(page), await sidewaysPixels(page)]).toEqual([name, width, scheme, [], 0]);
        }
        await page.context().close();
      }
    const page = await signedIn({ width: 1440, scheme: 'light' });
    await openPage(page, `/-/inbox?entry=${told.id}`, 'Inbox');
    await page.getByRole('link', { name: 'Open what it is about' }).click();
    await page.getByRole('table', { name: 'Events put aside' }).waitFor();
    await page.context().close();
  });

  test('a pipeline that waits for approval is approved or declined by who may', { timeout: 120_000 }, async () => {
    const page = await signedIn({ width: 1440, scheme: 'light' });
    await git.run('.', 'init', '--quiet', '--initial-branch=main', 'page');
    const push = async (body: string) => {
      await writePageProject(join(git.folder, 'page'), { name: 'page', body });
      await git.run('page', 'add', '--all');
      await git.run('page', 'commit', '--quiet', '--message', 'Say it');
      await git.run('page', 'push', '--quiet', `${stack.publicUrl}/root/page.git`, 'HEAD:refs/heads/main');
    };
    await push('<h1>One</h1>');
    const row = await until('CI of the repository', () => root.ci.callOrNull(getReposLookup, { repo_full_name: 'root/page' }));
    await (
      await expectOk(root.door('ci'), { method: 'PATCH', path: `/api/repos/${row.id}`, body: { require_approval: 'all_events' } })
    ).discard();
    for (const [number, verb, word] of [
      [2, 'Approve', /Passed|Running|Waiting/],
      [3, 'Decline', /Cancelled|Declined/],
    ] as const) {
      await push(`<h1>${verb}</h1>`);
      await until('the pipeline', async () =>
        (await root.ci.callOrNull(getRepoPipeline, { repo_id: row.id, pipeline_number: number }))?.status === 'blocked' ? true : null,
      );
      await openPage(page, `/root/page/pipelines/${number}`, `Pipeline #${number}`);
      await page.getByRole('button', { name: verb, exact: true }).waitFor();
      await screenshot(page, `pipeline-${verb.toLowerCase()}-1440-light`);
      expect(await seriousFaults(page)).toEqual([]);
      await page.getByRole('button', { name: verb, exact: true }).click();
      await page.getByRole('button', { name: verb, exact: true }).waitFor({ state: 'detached' });
      await page.getByRole('status').filter({ hasText: word }).first().waitFor();
    }
    expect((await root.ci.callOrNull(getRepoPipeline, { repo_id: row.id, pipeline_number: 3 }))?.status).toBe('declined');
    await page.context().close();
  });
});
