import { expect } from 'vitest';
import type { z } from 'zod';

import {
  deleteRepo,
  deleteRepoPipeline,
  getRepoLogs,
  getRepoPipeline,
  getRepoPipelineConfig,
  getRepoPipelines,
  getRepoPipelinesLatest,
  patchRepo,
  postRepoPipeline,
  postRepoPipelineCancel,
  postRepoPipelines,
} from '@mosaic/contracts/woodpecker';

import { YAML } from './pipeline-files.ts';
import { departure, requirement } from './suite.ts';
import type { WoodpeckerTarget } from './target.ts';

const NOWHERE = 999_999_999;
const numbersOf = (pipelines: readonly { number: number }[]) => pipelines.map(({ number }) => number);

/** A push to main and one to a new branch `next`, then one by hand on main that fails; their numbers. */
async function threePipelines(target: WoodpeckerTarget) {
  const home = await target.home();
  const first = (await home.ran(await home.push('a.txt'))).number;
  const second = (await home.ran(await home.push('b.txt', 'b', { newBranch: 'next' }))).number;
  const third = await home.start({ EXIT: '1' });
  await home.settled(third);
  return { home, first, second, third };
}

requirement('woodpecker.pipelines.list.200', async (target) => {
  for (const _ of [1, 2]) {
    const { home, first, second, third } = await threePipelines(target);
    const list = async (query: z.input<typeof getRepoPipelines.query>) => target.bob.call(getRepoPipelines, { repo_id: home.id, query });
    const all = await list({});
    expect(numbersOf(all)).toEqual([third, second, first]);
    expect(all.map((pipeline) => 'workflows' in pipeline)).toEqual([false, false, false]);
    expect([numbersOf(await list({ page: 1, perPage: 2 })), numbersOf(await list({ page: 2, perPage: 2 }))]).toEqual([
      [third, second],
      [first],
    ]);
    expect(numbersOf(await list({ page: 3, perPage: 1 }))).toEqual([first]);
  }
});

requirement('woodpecker.pipelines.list.branch', async (target) => {
  const { home, first, second, third } = await threePipelines(target);
  const list = async (branch: string) => numbersOf(await target.ada.call(getRepoPipelines, { repo_id: home.id, query: { branch } }));
  expect([await list('main'), await list('next'), await list('none')]).toEqual([[third, first], [second], []]);
});

requirement('woodpecker.pipelines.list.filters', async (target) => {
  const { home, first, second, third } = await threePipelines(target);
  const list = async (query: z.input<typeof getRepoPipelines.query>) =>
    numbersOf(await target.ada.call(getRepoPipelines, { repo_id: home.id, query }));
  expect([await list({ event: 'push' }), await list({ event: 'manual' }), await list({ event: 'push,manual' })]).toEqual([
    [second, first],
    [third],
    [third, second, first],
  ]);
  expect([await list({ ref: 'heads/ne' }), await list({ ref: 'tags' })]).toEqual([[second], []]);
  expect([await list({ status: 'success' }), await list({ status: 'failure' })]).toEqual([[second, first], [third]]);
  const [past, future] = ['2001-01-01T00:00:00Z', '2999-01-01T00:00:00Z'];
  expect([await list({ before: past }), await list({ before: future })]).toEqual([[], [third, second, first]]);
  expect([await list({ after: past }), await list({ after: future })]).toEqual([[third, second, first], []]);
});

requirement('woodpecker.pipelines.list.400', async (target) => {
  const { id } = await target.home();
  const refused = (query: object) => target.ada.refusal(getRepoPipelines, { repo_id: id, query });
  expect([await refused({ status: 'odd' }), await refused({ event: 'odd' }), await refused({ before: 'then' })]).toEqual([400, 400, 400]);
});

requirement('woodpecker.pipelines.list.404', async ({ ada }) => {
  expect(await ada.refusal(getRepoPipelines, { repo_id: NOWHERE })).toBe(404);
});

requirement('woodpecker.pipelines.hidden', async (target) => {
  const home = await target.home({ private: true });
  const { number: pipeline_number, workflows } = await home.settled(await home.start());
  const at = { repo_id: home.id, pipeline_number };
  const step_id = workflows[0]?.children[0]?.id ?? 0;
  await target.ada.call(getRepoLogs, { ...at, step_id });
  const { eve } = target;
  expect([
    await eve.refusal(getRepoPipelines, { repo_id: home.id }),
    await eve.refusal(getRepoPipeline, at),
    await eve.refusal(getRepoLogs, { ...at, step_id }),
    await eve.refusal(postRepoPipeline, at),
  ]).toEqual([404, 404, 404, 404]);
});

requirement('woodpecker.pipelines.latest.200', async (target) => {
  for (const _ of [1, 2]) {
    const { home, first, second } = await threePipelines(target);
    const latest = async (query: { branch?: string }) =>
      (await target.ada.call(getRepoPipelinesLatest, { repo_id: home.id, query })).number;
    expect([await latest({}), await latest({ branch: 'main' }), await latest({ branch: 'next' })]).toEqual([first, first, second]);
  }
});

requirement('woodpecker.pipelines.latest.404', async (target) => {
  const { id } = await target.home();
  expect(await target.ada.refusal(getRepoPipelinesLatest, { repo_id: id })).toBe(404);
});

requirement('woodpecker.pipelines.get.200', async (target) => {
  for (const _ of [1, 2]) {
    const { home, first, second } = await threePipelines(target);
    for (const [number, branch] of [
      [first, 'main'],
      [second, 'next'],
    ] as const) {
      const found = await target.bob.call(getRepoPipeline, { repo_id: home.id, pipeline_number: number });
      expect(found).toMatchObject({ number, branch, event: 'push', workflows: [{ children: [{ name: 'build' }, { name: 'test' }] }] });
    }
  }
});

requirement('woodpecker.pipelines.get.404', async (target) => {
  const { id } = await target.home();
  expect(await target.ada.refusal(getRepoPipeline, { repo_id: id, pipeline_number: NOWHERE })).toBe(404);
});

requirement('woodpecker.pipelines.config.200', async (target) => {
  for (const _ of [1, 2]) {
    const { home, first, third } = await threePipelines(target);
    for (const number of [first, third]) {
      const files = await target.ada.call(getRepoPipelineConfig, { repo_id: home.id, pipeline_number: number });
      expect(files.map(({ data }) => Buffer.from(data, 'base64').toString())).toEqual([YAML]);
    }
  }
});

requirement('woodpecker.pipelines.config.404', async (target) => {
  const { id } = await target.home();
  expect(await target.ada.refusal(getRepoPipelineConfig, { repo_id: id, pipeline_number: NOWHERE })).toBe(404);
});

requirement('woodpecker.pipelines.manual.200', async (target) => {
  for (const home of [await target.home(), await target.home()]) {
    const head = await home.push('a.txt', 'a', { newBranch: 'next', message: '[skip ci] A branch' });
    const body = { branch: 'next', variables: { COLOUR: 'green' } };
    const made = await target.ada.call(postRepoPipelines, { repo_id: home.id, body });
    expect(made).toMatchObject({ event: 'manual', branch: 'next', commit: head, author: 'ada', variables: { COLOUR: 'green' } });
    expect(await home.settled(await home.start())).toMatchObject({ branch: 'main', status: 'success' });
  }
});

requirement('woodpecker.pipelines.manual.404', async (target) => {
  const { id } = await target.home();
  expect(await target.ada.refusal(postRepoPipelines, { repo_id: id, body: { branch: 'there-is-none' } })).toBe(404);
});
departure('woodpecker.pipelines.manual.404', 'Upstream answers 500.');

requirement('woodpecker.pipelines.manual.403', async (target) => {
  const { id } = await target.home();
  expect(await target.bob.refusal(postRepoPipelines, { repo_id: id, body: { branch: 'main' } })).toBe(403);
});
departure('woodpecker.pipelines.manual.403', 'Upstream answers 404, as for a repository that is hidden, to those who may read it.');

requirement('woodpecker.pipelines.manual.off', async (target) => {
  const { id } = await target.home();
  await target.ada.call(deleteRepo, { repo_id: id });
  expect(await target.ada.refusal(postRepoPipelines, { repo_id: id, body: { branch: 'main' } })).toBe(409);
});
departure('woodpecker.pipelines.manual.off', 'Upstream runs it.');

requirement('woodpecker.pipelines.restart.200', async (target) => {
  for (const _ of [1, 2]) {
    const { home, first, second } = await threePipelines(target);
    for (const [former, colour] of [
      [first, 'red'],
      [second, 'blue'],
    ] as const) {
      const query = { fork: former === first ? 'true' : 'false', deploy_task: colour, COLOUR: colour };
      const again = await target.ada.call(postRepoPipeline, { repo_id: home.id, pipeline_number: former, query });
      expect(again).toMatchObject({ parent: former, event: 'push', rerun_count: 1 });
      expect(await home.settled(again.number)).toMatchObject({ status: 'success', parent: former });
    }
  }
});

requirement('woodpecker.pipelines.restart.404', async (target) => {
  const { id } = await target.home();
  expect(await target.ada.refusal(postRepoPipeline, { repo_id: id, pipeline_number: NOWHERE })).toBe(404);
});

requirement('woodpecker.pipelines.restart.403', async (target) => {
  const home = await target.home();
  const at = { repo_id: home.id, pipeline_number: (await home.settled(await home.start())).number };
  expect([await target.bob.refusal(postRepoPipeline, at), await target.anyone.refusal(postRepoPipeline, at)]).toEqual([403, 401]);
  expect(numbersOf(await target.bob.call(getRepoPipelines, { repo_id: home.id }))).toEqual([at.pipeline_number]);
});
departure('woodpecker.pipelines.restart.403', 'Upstream answers 404, as for a repository that is hidden, to those who may read it.');

requirement('woodpecker.pipelines.restart.off', async (target) => {
  const home = await target.home();
  const number = await home.start();
  await home.settled(number);
  await target.ada.call(deleteRepo, { repo_id: home.id });
  expect(await target.ada.refusal(postRepoPipeline, { repo_id: home.id, pipeline_number: number })).toBe(409);
});
departure('woodpecker.pipelines.restart.off', 'Upstream has forgotten whose credential it clones with and answers 404.');

requirement('woodpecker.pipelines.deploy.200', async (target) => {
  const home = await target.home();
  const number = await home.start();
  await home.settled(number);
  await target.ada.call(patchRepo, { repo_id: home.id, body: { allow_deploy: true } });
  for (const deploy_to of ['production', 'staging']) {
    const query = { event: 'deployment' as const, deploy_to };
    const made = await target.ada.call(postRepoPipeline, { repo_id: home.id, pipeline_number: number, query });
    expect(made).toMatchObject({ event: 'deployment', deploy_to, parent: number });
    const over = await home.settled(made.number);
    expect([over.status, over.workflows[0]?.children.map(({ name }) => name)]).toEqual(['success', ['release']]);
  }
});

requirement('woodpecker.pipelines.deploy.403', async (target) => {
  const home = await target.home();
  const number = await home.start();
  await home.settled(number);
  const query = { event: 'deployment', deploy_to: 'production' } as const;
  expect(await target.ada.refusal(postRepoPipeline, { repo_id: home.id, pipeline_number: number, query })).toBe(403);
});

requirement('woodpecker.pipelines.deploy.400', async (target) => {
  const home = await target.home();
  const number = await home.start();
  const query = { event: 'push' } as unknown as { event: 'deployment' };
  expect(await target.ada.refusal(postRepoPipeline, { repo_id: home.id, pipeline_number: number, query })).toBe(400);
});

requirement('woodpecker.pipelines.cancel.204', async (target) => {
  for (const home of [await target.home(), await target.home()]) {
    const numbers = [await home.start({ SLEEP: '600s' }), await home.start({ SLEEP: '601s' })];
    for (const number of numbers) {
      await home.settled(number, ['pending', 'running']);
      await target.ada.call(postRepoPipelineCancel, { repo_id: home.id, pipeline_number: number });
      const { status, cancel_info: by } = await home.settled(number);
      expect(['killed', 'canceled']).toContain(status);
      expect(by).toMatchObject({ canceled_by_user: 'ada' });
    }
  }
});

requirement('woodpecker.pipelines.cancel.over', async (target) => {
  const home = await target.home();
  const number = await home.start();
  await home.settled(number);
  expect(await target.ada.refusal(postRepoPipelineCancel, { repo_id: home.id, pipeline_number: number })).toBe(409);
});
departure('woodpecker.pipelines.cancel.over', 'Upstream answers 400.');

requirement('woodpecker.pipelines.cancel.404', async (target) => {
  const { id } = await target.home();
  expect(await target.ada.refusal(postRepoPipelineCancel, { repo_id: id, pipeline_number: NOWHERE })).toBe(404);
});

requirement('woodpecker.pipelines.supersede.kills', async (target) => {
  const home = await target.home();
  await target.ada.call(patchRepo, { repo_id: home.id, body: { cancel_previous_pipeline_events: ['push'] } });
  await target.ada.call(patchRepo, { repo_id: home.id, body: { require_approval: 'none' } });
  const slow = YAML.replace('"${SLEEP:=0s}"', '600s');
  const sha = await home.push('.woodpecker/slow.yaml', slow);
  const older = await home.ran(sha, ['pending', 'running']);
  const newer = await home.ran(await home.push('b.txt'), ['pending', 'running']);
  expect(await home.settled(older.number)).toMatchObject({ cancel_info: { superseded_by: newer.number } });
  await target.ada.call(postRepoPipelineCancel, { repo_id: home.id, pipeline_number: newer.number });
});

requirement('woodpecker.pipelines.delete.204', async (target) => {
  for (const _ of [1, 2]) {
    const { home, first, second, third } = await threePipelines(target);
    for (const number of [first, third]) {
      await target.ada.call(deleteRepoPipeline, { repo_id: home.id, pipeline_number: number });
      expect(await target.ada.refusal(getRepoPipeline, { repo_id: home.id, pipeline_number: number })).toBe(404);
    }
    expect(numbersOf(await target.ada.call(getRepoPipelines, { repo_id: home.id }))).toEqual([second]);
  }
});

requirement('woodpecker.pipelines.delete.running', async (target) => {
  const home = await target.home();
  const at = { repo_id: home.id, pipeline_number: await home.start({ SLEEP: '600s' }) };
  await home.settled(at.pipeline_number, ['running']);
  const refused = await target.ada.refusal(deleteRepoPipeline, at);
  await target.ada.call(postRepoPipelineCancel, at);
  expect(refused).toBe(409);
});
departure('woodpecker.pipelines.delete.running', 'Upstream answers 422.');

requirement('woodpecker.pipelines.delete.404', async (target) => {
  const { id } = await target.home();
  expect(await target.ada.refusal(deleteRepoPipeline, { repo_id: id, pipeline_number: NOWHERE })).toBe(404);
});
