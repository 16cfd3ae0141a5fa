import { test } from 'vitest';

import { repoGet } from '@mosaic/contracts/gitea';
import { journeyGet } from '@mosaic/contracts/mosaic';
import { getRepoLogs, getRepoPipeline, getRepoPipelines, getReposLookup } from '@mosaic/contracts/woodpecker';

import { ciRepository, logEntry, pipeline, repository } from './src/fake-things.ts';
import { describePages } from './src/page-bench.ts';

const CI_EVENTS = '/-/ci/api/stream/events';
const STEP_LOG = '/-/ci/api/stream/logs/1/7/71';
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
});
