import { expect } from 'vitest';

import { repoDeleteBranch } from '@mosaic/contracts/gitea';
import { getRepoPipelines } from '@mosaic/contracts/woodpecker';

import { TWO_WORKFLOWS } from './pipeline-files.ts';
import { requirement } from './suite.ts';
import type { Home } from './target.ts';

/** A pipeline by hand on main, to its end. */
const runByHand = async ({ start, settled }: Home, variables: Record<string, string>) => settled(await start(variables));

requirement('woodpecker.pipelines.push.runs', async (target) => {
  const home = await target.home();
  const commit = await home.push('a.txt', 'a', { message: 'The first change' });
  const pipeline = await home.ran(commit);
  expect(pipeline).toMatchObject({ event: 'push', status: 'success', branch: 'main', ref: 'refs/heads/main', commit, author: 'ada' });
  expect(pipeline.message.trim()).toBe('The first change');
  const [workflow] = pipeline.workflows;
  expect(workflow).toMatchObject({ name: 'woodpecker', state: 'success' });
  expect(workflow?.children.map(({ name, state, exit_code: code }) => [name, state, code])).toEqual([
    ['build', 'success', 0],
    ['test', 'success', 0],
  ]);
  for (const { started, finished } of [pipeline, ...(workflow?.children ?? [])]) {
    expect(Math.abs(Date.now() / 1000 - started)).toBeLessThan(60);
    expect(finished).toBeGreaterThanOrEqual(started);
  }
});

requirement('woodpecker.pipelines.tag.runs', async (target) => {
  const home = await target.home();
  await home.tag('v1');
  await expect
    .poll(async () => target.ada.call(getRepoPipelines, { repo_id: home.id, query: { event: 'tag' } }), { timeout: 20_000 })
    .toMatchObject([{ event: 'tag', ref: 'refs/tags/v1', tag_title: 'v1' }]);
});

requirement('woodpecker.pipelines.delete.branch', async (target) => {
  const home = await target.home();
  await home.ran(await home.push('a.txt', 'a', { newBranch: 'next' }));
  await target.forge.ada.call(repoDeleteBranch, { ...home.at, branch: 'next' });
  // A later push is a later word.
  await home.ran(await home.push('b.txt'));
  expect((await target.ada.call(getRepoPipelines, { repo_id: home.id })).map(({ branch }) => branch)).toEqual(['main', 'next']);
});

requirement('woodpecker.pipelines.failure.fails', async (target) => {
  const pipeline = await runByHand(await target.home(), { EXIT: '3' });
  expect([pipeline.status, pipeline.workflows[0]?.state]).toEqual(['failure', 'failure']);
  expect(pipeline.workflows[0]?.children.map(({ name, state, exit_code: code }) => [name, state, code])).toEqual([
    ['build', 'failure', 3],
    ['test', 'skipped', 0],
  ]);
});

requirement('woodpecker.pipelines.depends.waits', async (target) => {
  const home = await target.home({ files: TWO_WORKFLOWS });
  const states = async (variables: Record<string, string>) =>
    Object.fromEntries((await runByHand(home, variables)).workflows.map(({ name, state }) => [name, state]));
  expect([await states({}), await states({ EXIT: '1' })]).toEqual([
    { first: 'success', second: 'success' },
    { first: 'failure', second: 'skipped' },
  ]);
});

requirement('woodpecker.pipelines.error.words', async (target) => {
  const home = await target.home({ files: { '.woodpecker.yaml': 'steps: [' } });
  const pipeline = await home.ran(await home.push('a.txt'));
  expect(pipeline.status).toBe('error');
  expect(pipeline.errors.map(({ message, is_warning: isWarning }) => [message.length > 0, isWarning])).toContainEqual([true, false]);
});
