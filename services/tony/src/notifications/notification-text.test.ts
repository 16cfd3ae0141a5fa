import { expect, test } from 'vitest';

import type { EventData, runFinished } from '@mosaic/contracts/mosaic';

import { notificationText } from './notification-text.ts';

const run: EventData<typeof runFinished> = {
  runId: 'r',
  project: 'hello',
  repository: 'ada/hello',
  private: false,
  sha: 'a'.repeat(40),
  branch: 'main',
  pipelineNumber: 3,
  title: 'Say hello',
  outcome: 'deployed',
  summary: '',
  url: '',
  concerned: ['ada'],
};

test.each<[Partial<typeof run>, string, string]>([
  [{}, 'ok', 'hello is live: Say hello'],
  [{ outcome: 'failed', summary: 'step test exited 1' }, 'fail', 'Pipeline #3 failed on main: step test exited 1'],
  [{ outcome: 'failed', summary: '' }, 'fail', 'Pipeline #3 failed on main'],
  [{ outcome: 'passed' }, 'ok', 'Pipeline #3 passed on main: Say hello'],
  [{ outcome: 'deploy_failed', summary: '.mosaic.yaml:3: …' }, 'fail', 'hello did not go live: Say hello'],
  [{ project: '', outcome: 'deploy_failed' }, 'fail', 'ada/hello did not go live: Say hello'],
  [{ title: '' }, 'ok', 'hello is live: main'],
  [{ title: 'two\nlines' }, 'ok', 'hello is live: two lines'],
])('%j', (given, outcome, title) => {
  expect(notificationText({ ...run, ...given })).toMatchObject({ outcome, title });
});

test('a title of any length fits', () => {
  expect(notificationText({ ...run, title: 'x'.repeat(2_000) }).title).toHaveLength(300);
});
