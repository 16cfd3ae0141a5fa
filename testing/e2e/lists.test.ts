import { expect, test } from 'vitest';

import { issueListIssues, repoGet } from '@mosaic/contracts/gitea';
import { listAudit, taskList } from '@mosaic/contracts/mosaic';

import { auditRecord, issue, repository, task } from './src/fake-things.ts';
import { describePages } from './src/page-bench.ts';

/** Numbers from one to another, whichever is greater. */
const numbers = (from: number, to: number): number[] =>
  Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => from + Math.sign(to - from) * index);

describePages('lists of more than a page', (bench) => {
  test('with a total: the second page is asked and shown, and stands in the address', async () => {
    const { doors, page } = bench;
    doors.answers('forge', repoGet, repository(1));
    doors.answers('forge', issueListIssues, ({ query }) => (query.get('page') === '2' ? numbers(51, 60) : numbers(1, 50)).map(issue), 60);
    await page.goto('/ada/shop-1/issues');
    await page.getByRole('link', { name: '#50 Fault 50', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('link', { name: '#51 Fault 51', exact: true }).waitFor();
    await page.getByText('51 to 60 of 60').waitFor();
    expect(await page.getByRole('link', { name: '#50 Fault 50', exact: true }).count()).toBe(0);
    expect(new URL(page.url()).search).toBe('?page=2');
    await page.reload();
    await page.getByRole('link', { name: '#60 Fault 60', exact: true }).waitFor();
  });

  test('by a cursor: what follows is asked from there and stands below', async () => {
    const { doors, page } = bench;
    doors.tells(taskList, ({ body }) => {
      const { cursor } = (body as { params: { arguments: { cursor?: string } } }).params.arguments;
      return cursor === 'after-50'
        ? { tasks: numbers(51, 60).map(task), next: null }
        : { tasks: numbers(1, 50).map(task), next: 'after-50' };
    });
    await page.goto('/-/agents');
    await page.getByText('50 tasks shown, more follow').waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('Look into pipeline #60', { exact: true }).waitFor();
    expect(await page.getByRole('table', { name: 'Tasks' }).getByRole('row').count()).toBe(61);
    expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
  });

  test('the audit goes back to its first record', async () => {
    const { doors, page } = bench;
    doors.answers('front', listAudit, ({ query }) => {
      const newest = Number(query.get('before') ?? 131) - 1;
      const oldest = Math.max(1, newest - 99);
      return { records: numbers(newest, oldest).map(auditRecord), last: oldest };
    });
    await page.goto('/-/system/audit');
    await page.getByText('100 records shown, more follow').waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByRole('table', { name: 'Audit records' }).getByRole('cell', { name: '1', exact: true }).waitFor();
    expect(await page.getByRole('table', { name: 'Audit records' }).getByRole('row').count()).toBe(131);
    expect(await page.getByText('more follow').count()).toBe(0);
  });
});
