import { expect, test } from 'vitest';

import { ProjectFile } from '@mosaic/contracts/mosaic';

import { planOf, verdictOfStatus, type BranchHistory, type FinishedPipeline } from './delivery-policy.ts';

const file = ProjectFile.parse({
  deploy: [
    { name: 'production', when: { branch: 'main', event: 'push' }, target: 'site', artifact: 'site' },
    { name: 'preview', when: { branch: ['feature/*', 'dev'] }, target: 'site', artifact: 'site' },
    { name: 'nightly', when: { event: ['cron'] }, target: 'site', artifact: 'site' },
  ],
  agents: [
    { on: 'pipeline.failed', role: 'triage' },
    { on: 'pipeline.failed', role: 'triage' },
    { on: 'pipeline.failed', role: 'coordinator' },
    { on: 'pipeline.succeeded', role: 'reviewer' },
  ],
});
const history: BranchHistory = { defaultBranch: 'main', previous: null, later: [] };
const pipeline = (overrides: Partial<FinishedPipeline> = {}): FinishedPipeline => {
  const branch = overrides.branch ?? 'main';
  return { status: 'success', canceledBy: '', event: 'push', ref: `refs/heads/${branch}`, ...overrides, branch };
};
const review = { role: 'reviewer', on: 'pipeline.succeeded', resolved: false };
const triage = { role: 'triage', on: 'pipeline.failed', resolved: false };
/** Not told of the recovery. */
const other = { ...triage, role: 'coordinator' };

test.each<[string, FinishedPipeline, Partial<BranchHistory>, string[], object[]]>([
  ['success on the default branch', pipeline(), {}, ['production'], [review]],
  ['production is refused when main is not the default branch', pipeline(), { defaultBranch: 'trunk' }, [], [review]],
  ['a glob of branches', pipeline({ branch: 'feature/x' }), {}, ['preview'], [review]],
  ['a glob does not cross a slash', pipeline({ branch: 'feature/x/y' }), {}, [], [review]],
  ['another event', pipeline({ event: 'cron' }), {}, ['nightly'], [review]],
  ['a pull request never deploys and wakes nobody', pipeline({ event: 'pull_request' }), {}, [], []],
  ['a pull request from a fork with a branch of the same name', pipeline({ event: 'pull_request', ref: 'refs/pull/1/head' }), {}, [], []],
  ['a tag', pipeline({ event: 'tag', ref: 'refs/tags/v1' }), {}, [], []],
  ['a ref that only looks like the branch', pipeline({ ref: 'refs/heads/main2' }), {}, [], []],
  ['failure wakes triage once', pipeline({ status: 'failure' }), {}, [], [triage, other]],
  ['a faulty configuration too', pipeline({ status: 'error' }), {}, [], [triage, other]],
  ['stopped on purpose: nothing', pipeline({ status: 'canceled' }), {}, [], []],
  ['stopped by a person while it ran: nothing to look into', pipeline({ status: 'killed', canceledBy: 'ada' }), {}, [], []],
  ['stopped by the pipeline after it: likewise', pipeline({ status: 'killed', canceledBy: 'pipeline 4' }), {}, [], []],
  ['stopped by its own step, which failed', pipeline({ status: 'killed', canceledBy: 'step lint' }), {}, [], [triage, other]],
  ['stopped by its limit of time', pipeline({ status: 'killed' }), {}, [], [triage, other]],
  ['green after red closes the issue', pipeline(), { previous: 'failed' }, ['production'], [review, { ...triage, resolved: true }]],
  ['green after green closes nothing', pipeline(), { previous: 'passed' }, ['production'], [review]],
  ['overtaken by a later green pipeline: not live, still reviewed', pipeline(), { later: ['push'] }, [], [review]],
  ['a later nightly run does not put the push off', pipeline(), { later: ['cron'] }, ['production'], [review]],
])('%s', (...[, finished, past, environments, tasks]) => {
  const plan = planOf(file, finished, { ...history, ...past });
  expect(plan.deploy.map(({ name }) => name)).toEqual(environments);
  expect(plan.tasks).toEqual(tasks);
});

test('a glob of stars ends', () => {
  const stars = ProjectFile.parse({
    deploy: [{ name: 'preview', when: { branch: `${'*a'.repeat(25)}*b` }, target: 'site', artifact: 'site' }],
  });
  expect(planOf(stars, pipeline({ branch: 'a'.repeat(200) }), history).deploy).toEqual([]);
});

test('a repository without a file deploys nothing and wakes nobody', () => {
  expect(planOf(ProjectFile.parse({}), pipeline(), history)).toEqual({ deploy: [], tasks: [] });
});

test('every final state of Woodpecker has a meaning', () => {
  expect(['success', 'failure', 'error', 'killed', 'canceled', 'declined', 'skipped'].map(verdictOfStatus)).toEqual([
    'passed',
    'failed',
    'failed',
    'failed',
    null,
    null,
    null,
  ]);
});
