import { test } from 'vitest';

import { issueListIssues, repoGet } from '@mosaic/contracts/gitea';
import {
  deploymentList,
  deploymentRequested,
  eventRead,
  inboxAdded,
  inboxList,
  issueOpened,
  journeyGet,
  taskChanged,
  taskList,
  type Deployment,
  type InboxEntry,
  type Task,
} from '@mosaic/contracts/mosaic';
import { getRepoLogs, getRepoPipeline, getRepoPipelines, getReposLookup } from '@mosaic/contracts/woodpecker';

import { ciRepository, deployment, entry, issue, logEntry, pipeline, repository, task } from './src/fake-things.ts';
import { describePages } from './src/page-bench.ts';

const CI_EVENTS = '/-/ci/api/stream/events';
const STEP_LOG = '/-/ci/api/stream/logs/1/7/71';
const OF_REPOSITORY = { repositoryId: 1, repository: 'ada/shop-1', private: false, owner: 'ada' };
const moved = (status: string) => ({ repo: { full_name: 'ada/shop-1' }, pipeline: pipeline(7, status) });

describePages('what moves while it is looked at', (bench) => {
  const begin = (): typeof bench => {
    bench.doors.answers('forge', repoGet, repository(1));
    bench.doors.answers('ci', getReposLookup, ciRepository(1));
    bench.doors.refusesTool(journeyGet, 'not_found', 'There is none.');
    return bench;
  };

  test('the log of a step that was opened as it began is whole when it is over', async () => {
    const { doors, page } = begin();
    const stored = [logEntry(1, 'the first')];
    let status = 'pending';
    doors.answers('ci', getRepoPipeline, () => pipeline(7, status));
    doors.answers('ci', getRepoLogs, () => stored);
    const events = doors.stream(CI_EVENTS);
    const log = doors.stream(STEP_LOG);
    await page.goto('/ada/shop-1/pipelines/7');
    await page.getByText('The step has not begun.').or(page.getByText('the first')).first().waitFor();
    status = 'running';
    events.says(moved(status));
    log.says(logEntry(1, 'the first'));
    log.says(logEntry(2, 'the second'));
    await page.getByText('the second').waitFor();
    stored.push(logEntry(2, 'the second'), logEntry(3, 'the last'));
    status = 'success';
    events.says(moved(status));
    await page.getByText('the last').waitFor();
  });

  test('what moved between the reading of a page and the opening of its stream is read again', async () => {
    const { doors, page } = begin();
    let status = 'running';
    doors.answers('ci', getRepoPipelines, () => [pipeline(7, status)], 1);
    const events = doors.stream(CI_EVENTS);
    events.hold();
    await page.goto('/ada/shop-1/pipelines');
    await page.getByRole('table', { name: 'Pipelines' }).getByText('Running').waitFor();
    status = 'success';
    events.open();
    await page.getByRole('table', { name: 'Pipelines' }).getByText('Passed').waitFor();
  });

  test('an issue that somebody opens stands in the list at once', async () => {
    const { doors, page } = begin();
    const issues = [issue(1)];
    doors.answers('forge', issueListIssues, () => issues, 1);
    await page.goto('/ada/shop-1/issues');
    await page.getByRole('link', { name: '#1 Fault 1' }).waitFor();
    issues.unshift(issue(2));
    doors.happens(issueOpened, { ...OF_REPOSITORY, number: 2, title: 'Fault 2' });
    await page.getByRole('link', { name: '#2 Fault 2' }).waitFor();
  });

  test('what happened while nobody told is read again', async () => {
    const { doors, page } = begin();
    const issues = [issue(1)];
    doors.answers('forge', issueListIssues, () => issues, 1);
    await page.goto('/ada/shop-1/issues');
    await page.getByRole('link', { name: '#1 Fault 1' }).waitFor();
    doors.refusesTool(eventRead, 'unavailable', 'It is starting.');
    doors.happens(inboxAdded, { entryId: 5, login: 'ada', title: 'The last that is told' });
    await page.getByText('The live connection is gone').waitFor();
    issues.unshift(issue(2));
    doors.forgets(eventRead);
    await page.getByRole('link', { name: '#2 Fault 2' }).waitFor();
  });

  test('a task, a deployment and an entry of the inbox that are new stand where they are listed', async () => {
    const { doors, page } = begin();
    const known = { tasks: [] as Task[], deployments: [] as Deployment[], entries: [] as InboxEntry[] };
    doors.tells(taskList, () => ({ tasks: known.tasks, next: null }));
    doors.tells(deploymentList, () => ({ deployments: known.deployments, next: null }));
    doors.tells(inboxList, () => ({ entries: known.entries, unread: known.entries.length, next: null }));
    await page.goto('/-/agents');
    await page.getByText('No tasks yet').waitFor();
    known.tasks.push(task(7));
    doors.happens(taskChanged, { ...OF_REPOSITORY, taskId: task(7).id, state: 'ready', role: 'triage' });
    await page.getByText(task(7).title).waitFor();
    await page.goto('/-/delivery?tab=deployments');
    await page.getByText('No deployments yet').waitFor();
    known.deployments.push(deployment(3));
    doors.happens(deploymentRequested, {
      ...OF_REPOSITORY,
      project: 'shop',
      environment: 'production',
      deploymentId: 3,
      sha: deployment(3).sha,
    });
    await page.getByText('#3 Say hello').waitFor();
    known.entries.push(entry(5));
    doors.happens(inboxAdded, { entryId: 5, login: 'ada', title: entry(5).title });
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /Inbox.*1/ })
      .waitFor();
  });
});
