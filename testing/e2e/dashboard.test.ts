import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Browser, BrowserContext, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { getRepoPipelines, getReposLookup } from '@mosaic/contracts/woodpecker';
import {
  issueCreateComment,
  repoAddCollaborator,
  repoCreateFile,
  repoCreatePullRequest,
  repoGetBranch,
  repoCreateRelease,
  repoCreateReleaseAttachment,
} from '@mosaic/contracts/gitea';
import { callTool, deploymentList, getPrincipal, inboxList, journeyGet, taskList, tonyProjectList } from '@mosaic/contracts/mosaic';
import { openControlClient } from '@mosaic/server/control';
import { mosaic, TestStack, until, type TestPerson } from '@mosaic/testing/stack';

import { openBrowser } from './src/browser.ts';
import { openPage, screenshot, seriousFaults, sidewaysPixels } from './src/page-checks.ts';
import { writePageProject } from './src/page-project.ts';
import { openStockGit, type StockGit } from './src/stock-git.ts';

const PAGES = join(import.meta.dirname, '../../apps/dashboard/dist/index.html');
/** How long a page may take to show what has happened. */
const SOON = { timeout: 30_000 };

/** Runs in the page: the colour in which each element is shown. */
const coloursOf = (elements: unknown[]): string[] => {
  const { getComputedStyle } = globalThis as unknown as { getComputedStyle: (element: unknown) => { color: string } };
  return elements.map((element) => getComputedStyle(element).color);
};

const browser: Browser | null = await openBrowser();

describe.skipIf(browser === null)('the dashboard in Chromium', () => {
  let stack: TestStack;
  let git: StockGit;
  let context: BrowserContext;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    if (!existsSync(PAGES)) throw new Error('the dashboard is not built; run: ./mosaic test --only e2e');
    stack = await TestStack.create();
    const { stdout } = await mosaic(stack.home, ['token', '--door', 'forge']);
    git = await openStockGit({ login: 'root', token: stdout.trim() });
    context = await newContext({ width: 1440, scheme: 'light' });
    page = await context.newPage();
    page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  });
  afterAll(async () => {
    await browser?.close();
    await git?.[Symbol.asyncDispose]();
    await stack?.[Symbol.asyncDispose]();
  });

  async function newContext({ width, scheme }: { width: number; scheme: 'light' | 'dark' }): Promise<BrowserContext> {
    const made = await (browser as Browser).newContext({
      baseURL: stack.publicUrl,
      viewport: { width, height: 900 },
      colorScheme: scheme,
      reducedMotion: 'reduce',
      ...(width < 500 ? { hasTouch: true, isMobile: true } : {}),
      ...(context === undefined ? {} : { storageState: await context.storageState() }),
    });
    made.setDefaultTimeout(15_000);
    return made;
  }

  const link = async () => (await mosaic(stack.home, ['open', '--print'])).stdout.split('\n')[0] ?? '';
  const step = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });
  const ticked = (name: string) => step(name).getByLabel('done').waitFor(SOON);

  async function push(body: string): Promise<string> {
    await writePageProject(join(git.folder, 'page'), { name: 'page', body });
    await git.run('page', 'add', '--all');
    await git.run('page', 'commit', '--quiet', '--message', `Say ${body.replaceAll(/<[^>]*>/g, '')}`);
    await git.run('page', 'push', '--quiet', `${stack.publicUrl}/root/page.git`, 'HEAD:refs/heads/main');
    return (await git.run('page', 'rev-parse', 'HEAD')).stdout.trim();
  }

  /** As a person would: the command line gives a client the server and a token, the client calls a tool. */
  async function connectAgent(): Promise<void> {
    const { code, stderr } = await mosaic(stack.home, ['connect', 'opencode'], { cwd: git.folder });
    expect(code, stderr).toBe(0);
    const { mcp } = JSON.parse(await readFile(join(git.folder, 'opencode.json'), 'utf8')) as {
      mcp: { mosaic: { headers: { Authorization: string } } };
    };
    const token = mcp.mosaic.headers.Authorization.slice('Bearer '.length);
    await callTool(stack.send('mcp', token), tonyProjectList, {});
  }

  const root = (): Promise<TestPerson> => stack.person('root', 'administrator');

  test('asks for a sign-in, and a one-time link signs in once', async () => {
    await page.goto('/-/inbox');
    await page.getByRole('heading', { name: 'Sign in to MosAIc' }).waitFor();
    expect(new URL(page.url()).searchParams.get('next')).toBe('/-/inbox');
    expect(await seriousFaults(page)).toEqual([]);
    await screenshot(page, 'sign-in-1440-light');

    const once = await link();
    await page.goto(once);
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    const second = await (browser as Browser).newContext();
    const other = await second.newPage();
    await other.goto(once);
    expect(await second.cookies()).toEqual([]);
    await second.close();
  });

  test('home begins with four steps that tick themselves', { timeout: 120_000 }, async () => {
    await page.getByRole('heading', { name: 'First steps: 0 of 4' }).waitFor();
    await screenshot(page, 'home-first-steps-1440-light');
    await page.getByRole('button', { name: 'Run the demo' }).click();
    await ticked('Run the demo');

    await git.run('.', 'init', '--quiet', '--initial-branch=main', 'page');
    await push('<h1>One</h1>');
    await ticked('Push a repository');

    await connectAgent();
    await page.reload();
    await ticked('Connect an agent');

    await page.getByRole('button', { name: 'Invite a colleague' }).click();
    await page.getByLabel('Name to sign in with').fill('grace');
    await page.getByRole('button', { name: 'Make a link' }).click();
    await until('the invitation', async () =>
      (await stack.accounts().callOrNull(getPrincipal, { login: 'grace' })) === null ? null : true,
    );
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    await page.getByRole('heading', { name: /^First steps/ }).waitFor({ state: 'detached' });
  });

  test('projects lead to a repository with highlighted code', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Projects' }).click();
    await page.getByRole('heading', { level: 1, name: 'Projects' }).waitFor();
    await page.getByRole('link', { name: 'page', exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: 'page' }).waitFor();
    await openPage(page, '/root/page', /page/);
    await page.getByText('A page of one heading.').waitFor();
    await page.getByRole('link', { name: 'greet.ts' }).click();
    const text = page.getByRole('group', { name: 'Text of greet.ts' });
    await text.getByText('export').waitFor();
    await until('more than one colour', async () => {
      const colours = await text.locator('span').evaluateAll(coloursOf);
      return new Set(colours).size > 3 ? true : null;
    });
  });

  test('a file that is kept with Git LFS is told as one, and downloaded as what it stands for', async () => {
    const bytes = 'The bytes of a large file\n'.repeat(1_000);
    const oid = createHash('sha256').update(bytes).digest('hex');
    const { forge, token } = await root();
    await forge.createRepository({ name: 'large', auto_init: true });
    const kept = await fetch(`${stack.publicUrl}/root/large.git/info/lfs/objects/${oid}/${bytes.length}`, {
      method: 'PUT',
      headers: { authorization: `token ${token}` },
      body: bytes,
    });
    expect(kept.status).toBe(200);
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${bytes.length}\n`;
    const body = { content: Buffer.from(pointer).toString('base64') };
    await forge.call(repoCreateFile, { owner: 'root', repo: 'large', filepath: 'model.txt', body });

    await page.goto('/root/large/src/branch/main/model.txt');
    await page.getByText('26,000 bytes, in Git LFS').waitFor();
    await page.getByText('This file is kept with Git LFS').waitFor();
    await screenshot(page, 'lfs-file-1440-light');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()]);
    expect(await readFile(await download.path(), 'utf8')).toBe(bytes);
  });

  test('a log that is being printed grows on the page', async () => {
    const sha = await push('<h1>Two</h1>');
    const { ci } = await root();
    const number = await until('the running step', async () => {
      const repository = await ci.callOrNull(getReposLookup, { repo_full_name: 'root/page' });
      const found = (await ci.call(getRepoPipelines, { repo_id: repository?.id ?? 0 })).find(({ commit }) => commit === sha);
      return found?.status === 'running' ? found.number : null;
    });
    await page.goto(`/root/page/pipelines/${number}/woodpecker/count`);
    await page.getByText('line 1', { exact: true }).waitFor();
    const seenEarly = await page.getByText('line 10', { exact: true }).count();
    await page.getByText('line 10', { exact: true }).waitFor();
    expect(seenEarly).toBe(0);
    await page.getByRole('heading', { level: 1, name: `Pipeline #${number}` }).waitFor();
    await page.getByRole('status').filter({ hasText: 'Passed' }).waitFor(SOON);
  });

  test('what somebody may not do is not offered to them', async () => {
    const { ci, forge } = await root();
    await forge.call(repoAddCollaborator, { owner: 'root', repo: 'page', collaborator: 'grace', body: { permission: 'read' } });
    const repository = await ci.callOrNull(getReposLookup, { repo_full_name: 'root/page' });
    const [pipeline] = await ci.call(getRepoPipelines, { repo_id: repository?.id ?? 0 });
    const address = `/root/page/pipelines/${pipeline?.number}`;
    await openPage(page, address, /Pipeline #/);
    await page.getByRole('button', { name: 'Restart', exact: true }).waitFor();
    const reader = await (browser as Browser).newContext({ baseURL: stack.publicUrl });
    const theirs = await reader.newPage();
    await using control = openControlClient(stack.home);
    await theirs.goto((await control.createLink({ login: 'grace' })).url);
    await theirs.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    await openPage(theirs, address, /Pipeline #/);
    await theirs.getByRole('status').filter({ hasText: 'Passed' }).waitFor(SOON);
    for (const name of ['Restart', 'Cancel', 'Approve', 'Decline'])
      expect(await theirs.getByRole('button', { name }).count(), name).toBe(0);
    await reader.close();
  });

  test('a deployment can be rolled back', async () => {
    const { mcp } = await root();
    const [newest] = await until('both deployments', async () => {
      const { deployments } = await callTool(mcp, deploymentList, { project: 'page' });
      return deployments.length === 2 && deployments[0]?.state === 'live' ? deployments : null;
    });
    await openPage(page, `/-/projects/page/deployments/${newest?.id}`, /production/);
    const button = page.getByRole('button', { name: /^Roll back to #/ });
    const name = (await button.first().innerText()).trim();
    await button.first().click();
    await page.getByRole('dialog').getByRole('button', { name }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.waitForURL((url) => !url.pathname.endsWith(`/${newest?.id}`));
    await page.getByRole('link', { name: 'Open the site' }).waitFor(SOON);
    const site = await context.newPage();
    await site.goto(`http://page.localhost:${stack.ports.edge}/`);
    await site.getByRole('heading', { name: 'One' }).waitFor();
    await site.close();
  });

  test('the inbox is worked with the keyboard', async () => {
    await openPage(page, '/-/inbox', 'Inbox');
    const rows = page.getByRole('list', { name: 'Entries' }).getByRole('button');
    expect(await rows.count()).toBeGreaterThan(1);
    await page.keyboard.press('j');
    await page.getByRole('list', { name: 'Entries' }).locator('[aria-current="true"]').waitFor();
    const chosen = new URL(page.url()).searchParams.get('entry');
    await page.keyboard.press('e');
    const { mcp } = await root();
    // Others may come meanwhile: how many there are says nothing of this one.
    const unread = async () => (await callTool(mcp, inboxList, { unreadOnly: true })).entries.map(({ id }) => String(id));
    await until('the entry to be done', async () => ((await unread()).includes(String(chosen)) ? null : true));
    await until('the next entry', async () => (new URL(page.url()).searchParams.get('entry') === chosen ? null : true));
    await openPage(page, '/-/inbox', 'Inbox');
    await until('the page without it', async () => ((await rows.count()) === (await unread()).length ? true : null));
  });

  test('Ctrl K and g h lead everywhere', async () => {
    await page.keyboard.press('Control+k');
    await page.getByLabel('Search, or paste a commit, trace id or address').fill('>System');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'System' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
  });

  describe('every page', () => {
    let pull = 0;

    /** A proposal of two files, with what somebody says of it. */
    beforeAll(async () => {
      const { forge } = await root();
      const at = { owner: 'root', repo: 'page' };
      const write = (filepath: string, text: string, branch: object) =>
        forge.call(repoCreateFile, {
          ...at,
          filepath,
          body: { content: Buffer.from(text).toString('base64'), message: `Add ${filepath}`, ...branch },
        });
      await write('docs/why.md', '# Why\n\nIt greets.\n', { branch: 'main', new_branch: 'say-why' });
      await write('docs/how.md', '# How\n\nBy name.\n', { branch: 'say-why' });
      const words = { title: 'Say why and how', body: 'It was **never** said.\n\n- why\n- how' };
      ({ number: pull } = await forge.call(repoCreatePullRequest, { ...at, body: { head: 'say-why', base: 'main', ...words } }));
      const notes = { name: 'First of all', body: '- it greets\n- by `name`', prerelease: true };
      const { id } = await forge.call(repoCreateRelease, { ...at, body: { tag_name: 'v1.0', ...notes } });
      await forge.call(repoCreateReleaseAttachment, { ...at, id, query: { name: 'page.txt' }, body: new TextEncoder().encode('page') });
      await forge.call(issueCreateComment, { ...at, index: pull, body: { body: 'Both are short; `docs/why.md` could say more.' } });
    });

    /** Name of the picture, address and title of each page. */
    async function addresses(): Promise<[string, string, RegExp][]> {
      const { mcp, forge, ci } = await root();
      const { deployments } = await callTool(mcp, deploymentList, { project: 'page' });
      const { tasks } = await callTool(mcp, taskList, { project: 'page' });
      const sha = (await forge.callOrNull(repoGetBranch, { owner: 'root', repo: 'page', branch: 'main' }))?.commit.id ?? '';
      const { journey } = await callTool(mcp, journeyGet, { id: sha });
      const repository = await ci.callOrNull(getReposLookup, { repo_full_name: 'root/page' });
      const [pipeline] = await ci.call(getRepoPipelines, { repo_id: repository?.id ?? 0 });
      return [
        ['home', '/', /Home/],
        ['inbox', '/-/inbox', /Inbox/],
        ['work', '/-/work?view=mine', /Work/],
        ['work-agents', '/-/work?view=agents', /Work/],
        ['projects', '/-/projects', /Projects/],
        ['project', '/-/projects/page', /page/],
        ['environment', '/-/projects/page/environments/production', /production/],
        ['deployment', `/-/projects/page/deployments/${deployments[0]?.id}`, /production/],
        ['task', `/-/projects/page/tasks/${tasks[0]?.key}`, /.+/],
        ['delivery', '/-/delivery', /Delivery/],
        ['agents', '/-/agents', /Agents/],
        ['journey', `/-/journeys/${journey.traceId}`, /.+/],
        ['repository', '/root/page', /page/],
        ['file', '/root/page/src/branch/main/greet.ts', /.+/],
        ['commits', '/root/page/commits/branch/main', /.+/],
        ['commit', `/root/page/commit/${sha}`, /.+/],
        ['issues', '/root/page/issues', /.+/],
        ['pull-requests', '/root/page/pulls', /.+/],
        ['pull-request', `/root/page/pulls/${pull}`, /Say why and how/],
        ['pull-request-commits', `/root/page/pulls/${pull}/commits`, /Say why and how/],
        ['pull-request-files', `/root/page/pulls/${pull}/files`, /Say why and how/],
        ['new-pull-request', '/root/page/pulls/new?head=say-why', /Open a pull request/],
        ['releases', '/root/page/releases', /.+/],
        ['release', '/root/page/releases/tag/v1.0', /First of all/],
        ['new-release', '/root/page/releases/new', /Draft a release/],
        ['edit-release', '/root/page/releases/edit/v1.0', /Edit First of all/],
        ['pipelines', '/root/page/pipelines', /.+/],
        ['pipeline', `/root/page/pipelines/${pipeline?.number}`, /Pipeline #/],
        ['system', '/-/system/health', /System/],
        ['people', '/-/system/people', /System/],
        ['tokens', '/-/system/tokens', /System/],
        ['applications', '/-/system/applications', /System/],
        ['audit', '/-/system/audit', /System/],
      ];
    }

    test.each([
      { width: 1440, scheme: 'light', looks: 'has nothing serious for axe and does not scroll sideways' },
      { width: 1440, scheme: 'dark', looks: 'has nothing serious for axe and does not scroll sideways' },
      { width: 390, scheme: 'light', looks: 'has nothing serious for axe and does not scroll sideways' },
      { width: 390, scheme: 'dark', looks: 'does not scroll sideways' },
    ] as const)('at $width px in the $scheme $looks', { timeout: 240_000 }, async (look) => {
      const own = await newContext(look);
      const view = await own.newPage();
      view.on('pageerror', (error) => faults.push(`${view.url()}: ${error.message}`));
      const found: Record<string, unknown> = {};
      for (const [name, address, title] of await addresses()) {
        await openPage(view, address, title);
        expect(await view.locator('html').getAttribute('data-mantine-color-scheme')).toBe(look.scheme);
        await screenshot(view, `${name}-${look.width}-${look.scheme}`);
        // What axe looks at does not change between the schemes of a phone, save colours, which the wide pages show too.
        const serious = look.width === 390 && look.scheme === 'dark' ? [] : await seriousFaults(view);
        const sideways = await sidewaysPixels(view);
        if (serious.length > 0 || sideways > 0) found[name] = { serious, sideways };
      }
      await own.close();
      expect(found).toEqual({});
    });
  });

  test('no page threw', () => {
    expect(faults).toEqual([]);
  });
});
