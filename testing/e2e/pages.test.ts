import { gzipSync } from 'node:zlib';

import type { Page } from '@playwright/test';
import { beforeEach, describe, expect, test } from 'vitest';

import {
  issueGetComments,
  issueGetIssue,
  issueListIssues,
  issueSearchIssues,
  repoGet,
  repoListPullRequests,
  repoSearch,
  userListRepos,
} from '@mosaic/contracts/gitea';
import {
  getSession,
  inboxList,
  listTokens,
  revokeToken,
  taskGet,
  taskList,
  tonyAgentList,
  tonyProjectList,
  type ToolDatum,
} from '@mosaic/contracts/mosaic';
import type { OperationDatum } from '@mosaic/contracts/wire';

import type { FakeDoors } from './src/fake-doors.ts';
import { agent, comment, issue, project, pull, repository, session, task, token } from './src/fake-things.ts';
import { describePages } from './src/page-bench.ts';
import { seriousFaults, sidewaysPixels } from './src/page-checks.ts';

const many = <T>(count: number, make: (number: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index + 1));

/** A list's page: where it stands, what it asks, and what it says in each state. */
interface ListPage {
  name: string;
  address: string;
  /** Gives all rows, or none. */
  fill: (doors: FakeDoors, count: number) => void;
  asks: { tool: ToolDatum } | { operation: OperationDatum; door: 'forge' | 'front' };
  empty: string;
  table: string;
  /** What is said below the rows when there are more than a page. */
  more: RegExp;
}

const LISTS: readonly ListPage[] = [
  {
    name: 'projects',
    address: '/-/projects',
    fill: (doors, count) => doors.tells(tonyProjectList, { projects: many(count, (number) => project(`shop-${number}`)), next: null }),
    asks: { tool: tonyProjectList },
    empty: 'No projects yet',
    table: 'Projects',
    more: /1 to 50 of 120/,
  },
  {
    name: 'repositories of an owner',
    address: '/ada',
    fill: (doors, count) => doors.answers('forge', userListRepos, many(Math.min(count, 50), repository), count),
    asks: { operation: userListRepos, door: 'forge' },
    empty: 'Nothing here that you may see',
    table: 'Repositories',
    more: /1 to 50 of 120/,
  },
  {
    name: 'issues',
    address: '/ada/shop-1/issues',
    fill: (doors, count) => doors.answers('forge', issueListIssues, many(Math.min(count, 50), issue), count),
    asks: { operation: issueListIssues, door: 'forge' },
    empty: 'No open issues',
    table: 'Issues',
    more: /1 to 50 of 120/,
  },
  {
    name: 'pull requests',
    address: '/ada/shop-1/pulls',
    fill: (doors, count) => doors.answers('forge', repoListPullRequests, many(Math.min(count, 50), pull), count),
    asks: { operation: repoListPullRequests, door: 'forge' },
    empty: 'No open pull requests',
    table: 'Pull requests',
    more: /1 to 50 of 120/,
  },
  {
    name: 'work of all repositories',
    address: '/-/work?view=mine',
    fill: (doors, count) => doors.answers('forge', issueSearchIssues, many(Math.min(count, 50), issue), count),
    asks: { operation: issueSearchIssues, door: 'forge' },
    empty: 'Nothing of yours',
    table: 'Work',
    more: /1 to 50 of 120/,
  },
  {
    name: 'tokens',
    address: '/-/system/tokens',
    fill: (doors, count) => doors.answers('front', listTokens, many(count, token)),
    asks: { operation: listTokens, door: 'front' },
    empty: 'No tokens yet',
    table: 'Tokens',
    more: /1 to 50 of 120/,
  },
  {
    name: 'tasks of a project',
    address: '/-/agents',
    fill: (doors, count) => doors.tells(taskList, { tasks: many(Math.min(count, 50), task), next: count > 50 ? 'next' : null }),
    asks: { tool: taskList },
    empty: 'No tasks yet',
    table: 'Tasks',
    more: /50 tasks shown, more follow/,
  },
];

describePages('pages', (bench) => {
  let doors: FakeDoors;
  let page: Page;

  beforeEach(() => {
    ({ doors, page } = bench);
    doors.answers('forge', repoGet, repository(1));
    doors.answers('forge', repoSearch, { ok: true, data: [] }, 0);
    doors.tells(taskList, { tasks: [], next: null });
  });

  describe.each(LISTS)('$name', ({ address, fill, asks, empty, table, more }) => {
    test('are on their way', async () => {
      if ('tool' in asks) doors.holdsTool(asks.tool);
      else doors.holds(asks.door, asks.operation);
      await page.goto(address);
      await page.locator('[aria-busy="true"]').first().waitFor();
      expect(await page.getByRole('table', { name: table }).count()).toBe(0);
    });

    test('are none', async () => {
      fill(doors, 0);
      await page.goto(address);
      await page.getByText(empty).waitFor();
    });

    test('may not be seen', async () => {
      if ('tool' in asks) doors.refusesTool(asks.tool, 'forbidden', 'Your role does not read these.');
      else doors.refuses(asks.door, asks.operation, 403, 'Your role does not read these.');
      await page.goto(address);
      await page.getByText('You may not see this').first().waitFor();
      await page.getByText('Your role does not read these.').first().waitFor();
    });

    test('could not be reached, and then could', async () => {
      if ('tool' in asks) doors.refusesTool(asks.tool, 'unavailable', 'It is starting.');
      else doors.refuses(asks.door, asks.operation, 503, 'It is starting.');
      await page.goto(address);
      await page.getByText('It is starting.').first().waitFor();
      fill(doors, 1);
      await page.getByRole('button', { name: 'Retry' }).first().click();
      await page.getByRole('table', { name: table }).waitFor();
    });

    test('are more than a page', async () => {
      fill(doors, 120);
      await page.goto(address);
      await page.getByText(more).waitFor();
      expect(await page.getByRole('table', { name: table }).getByRole('row').count()).toBe(51);
      expect([await seriousFaults(page), await sidewaysPixels(page)]).toEqual([[], 0]);
    });
  });

  describe('work', () => {
    const asked = (query: Record<string, string>) =>
      page.waitForRequest((request) => {
        const { pathname, searchParams } = new URL(request.url());
        return (
          pathname.endsWith('/repos/issues/search') && Object.entries(query).every(([name, value]) => searchParams.get(name) === value)
        );
      });

    test('each view asks for its own, and the address keeps what was chosen', async () => {
      doors.answers('forge', issueSearchIssues, [issue(1)], 1);
      doors.tells(tonyAgentList, { agents: [agent(task(1))] });
      const reviews = asked({ type: 'pulls', review_requested: 'true', state: 'open' });
      await page.goto('/-/work');
      await reviews;
      const given = asked({ assigned: 'true' });
      await page.getByText('Assigned', { exact: true }).click();
      await given;
      const own = asked({ created: 'true', type: 'pulls' });
      await page.getByRole('tab', { name: 'Mine' }).click();
      await own;
      const closed = asked({ created: 'true', state: 'closed', q: 'leak' });
      await page.getByText('Closed', { exact: true }).click();
      await page.getByLabel('Words in title or text').fill('leak');
      await closed;
      await page.waitForURL(/view=mine/);
      await page.waitForURL(/q=leak/);
      const ofAgents = asked({ created_by: agent(task(1)).login, type: 'issues' });
      await page.goto('/-/work?view=agents&kind=issues');
      await ofAgents;
      await page.getByRole('table', { name: 'Work' }).waitFor();
    });

    test('tasks of the own role wait, and what does not match can be cleared', async () => {
      doors.tells(taskList, { tasks: [task(1)], next: null });
      doors.answers('forge', issueSearchIssues, [], 0);
      await page.goto('/-/work?kind=tasks');
      await page.getByRole('table', { name: 'Tasks' }).waitFor();
      await page.goto('/-/work?view=mine&q=none');
      await page.getByText('Nothing matches').waitFor();
      await page.getByRole('button', { name: 'Clear' }).click();
      await page.getByText('Nothing of yours').waitFor();
      expect(await page.getByLabel('Words in title or text').inputValue()).toBe('');
    });

    test('g w leads there, and j and Enter to what is listed', async () => {
      const home = { id: 1, name: 'shop-1', owner: 'ada', full_name: 'ada/shop-1' };
      doors.answers('forge', issueSearchIssues, [{ ...issue(1), repository: home }], 1);
      await page.goto('/');
      await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('w');
      await page.getByRole('table', { name: 'Work' }).waitFor();
      await page.keyboard.press('j');
      doors.answers('forge', issueGetIssue, issue(1));
      doors.answers('forge', issueGetComments, []);
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/ada\/shop-1\/issues\/1$/);
    });
  });

  test('comments of a long conversation come a page at a time', async () => {
    doors.answers('forge', issueGetIssue, { ...issue(1), comments: 120 });
    doors.answers('forge', issueGetComments, many(120, comment));
    await page.goto('/ada/shop-1/issues/1');
    await page.getByText('Comment number 50', { exact: true }).waitFor();
    expect(await page.getByText('Comment number 51', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Comment number 51', { exact: true }).waitFor();
  });

  test('a refused revocation says so where it was asked for, and the token stays', async () => {
    doors.answers('front', listTokens, [token(1)]);
    doors.refuses('front', revokeToken, 403, 'It reaches further than yours.');
    await page.goto('/-/system/tokens');
    await page.getByRole('button', { name: 'Revoke laptop 1' }).click();
    const dialog = page.getByRole('dialog', { name: 'Revoke "laptop 1"?' });
    await dialog.getByRole('button', { name: 'Revoke token' }).click();
    await dialog.getByText('It reaches further than yours.').waitFor();
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('laptop 1', { exact: true }).waitFor();
  });

  test('an agent at work leads to its task', async () => {
    const busy = task(7);
    doors.tells(tonyAgentList, { agents: [agent(busy)] });
    doors.tells(taskGet, { task: busy });
    await page.goto('/');
    await page.getByRole('region', { name: 'Agents at work' }).getByRole('link', { name: busy.title }).click();
    await page.getByRole('heading', { level: 1, name: busy.title }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/-/projects/shop/tasks/${busy.id}`);
  });

  test.each(['/%3Cimg%20src=x%3E/x', '/ada/shop-1/issues/seven', '/-/nowhere', '/ada/shop-1/no/such/page'])(
    '%s leads nowhere, and the way on stays beside it',
    async (address) => {
      await page.goto(address);
      await page.getByText('There is no page at this address').waitFor();
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home', exact: true }).waitFor();
      expect([...doors.unspoken]).toEqual([]);
    },
  );

  test('who may see a part of the system only is led to that part', async () => {
    doors.answers('front', getSession, session(['accounts:token:read', 'mcp:*:read']));
    await page.goto('/-/system');
    await page.getByText('No tokens yet').waitFor();
    expect(new URL(page.url()).pathname).toBe('/-/system/tokens');
    await page.goto('/-/system/audit');
    await page.getByText('This part of the system is not open to your role.').waitFor();
  });

  // Measured 242 kB; a contract that keeps what nobody imports (`sideEffects` of its package), a form on Home or an overlay would be seen here.
  test('what every page brings is bounded', async () => {
    const body = await (await page.request.get('/', { headers: { accept: 'text/html' } })).text();
    const scripts = [...body.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path]) => path as string);
    const sizes = await Promise.all(scripts.map(async (path) => gzipSync(await (await page.request.get(path)).body()).length));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(246_500);
  });

  test('what is opened before its code is there opens as it comes', async () => {
    const coming = Promise.withResolvers<void>();
    await page.route(/\/overlays-[\w-]+\.js$/, async (route) => {
      await coming.promise;
      await route.continue();
    });
    await page.goto('/');
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    await page.keyboard.press('Control+k');
    expect(await page.getByRole('dialog').count()).toBe(0);
    coming.resolve();
    await page.getByRole('dialog', { name: 'Search or run' }).waitFor();
  });

  test('a page asks for its data while its code is on the way', async () => {
    doors.tells(inboxList, { entries: [], unread: 0, next: null });
    doors.answers('forge', issueListIssues, [issue(1)], 1);
    doors.answers('forge', issueGetComments, []);
    await page.goto('/');
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    const asked = page.waitForRequest((request) => request.url().includes('/issues?'));
    let isLoaded = false;
    // The page's code is kept back until its data has been asked for; if the page itself had to ask, this would never end.
    await page.route(/\/list-page-[\w-]+\.js$/, async (route) => {
      await asked;
      isLoaded = true;
      await route.continue();
    });
    await page.evaluate("history.pushState(null, '', '/ada/shop-1/issues'); dispatchEvent(new PopStateEvent('popstate'))");
    await page.getByRole('table', { name: 'Issues' }).waitFor();
    expect(isLoaded).toBe(true);
  });
});
