import { expect } from 'vitest';

import { patchRepo, postRepoPipelineApprove, postRepoPipelineDecline } from '@mosaic/contracts/woodpecker';

import { departure, requirement } from './suite.ts';
import type { Home, WoodpeckerTarget } from './target.ts';

const NOWHERE = 999_999_999;

/** Pushes to a repository that wants approval; where each of two pipelines waits. */
async function blocked(target: WoodpeckerTarget) {
  const home = await target.home();
  await target.ada.call(patchRepo, { repo_id: home.id, body: { require_approval: 'all_events', cancel_previous_pipeline_events: [] } });
  const waiting = async (file: string) => ({
    repo_id: home.id,
    pipeline_number: (await home.ran(await home.push(file), ['blocked'])).number,
  });
  return { home, waits: [await waiting('a.txt'), await waiting('b.txt')] };
}

/** Where a pipeline is over. */
async function over({ id, start, settled }: Home) {
  const number = await start();
  await settled(number);
  return { repo_id: id, pipeline_number: number };
}

requirement('woodpecker.pipelines.approve.200', async (target) => {
  for (const _ of [1, 2]) {
    const { home, waits } = await blocked(target);
    for (const at of waits) {
      expect(await target.ada.call(postRepoPipelineApprove, at)).toMatchObject({ number: at.pipeline_number, reviewed_by: 'ada' });
      expect(await home.settled(at.pipeline_number)).toMatchObject({ status: 'success', reviewed_by: 'ada' });
    }
  }
});

requirement('woodpecker.pipelines.decline.200', async (target) => {
  for (const _ of [1, 2]) {
    const { home, waits } = await blocked(target);
    for (const at of waits) {
      expect(await target.ada.call(postRepoPipelineDecline, at)).toMatchObject({ number: at.pipeline_number, status: 'declined' });
      expect(await home.settled(at.pipeline_number)).toMatchObject({ status: 'declined', reviewed_by: 'ada', started: 0 });
    }
  }
});

requirement('woodpecker.pipelines.approve.over', async (target) => {
  expect(await target.ada.refusal(postRepoPipelineApprove, await over(await target.home()))).toBe(409);
});
departure('woodpecker.pipelines.approve.over', 'Upstream answers 400.');

requirement('woodpecker.pipelines.decline.over', async (target) => {
  expect(await target.ada.refusal(postRepoPipelineDecline, await over(await target.home()))).toBe(409);
});
departure('woodpecker.pipelines.decline.over', 'Upstream answers 500.');

requirement('woodpecker.pipelines.approve.404', async (target) => {
  const { id } = await target.home();
  expect(await target.ada.refusal(postRepoPipelineApprove, { repo_id: id, pipeline_number: NOWHERE })).toBe(404);
});

requirement('woodpecker.pipelines.decline.404', async (target) => {
  const { id } = await target.home();
  expect(await target.ada.refusal(postRepoPipelineDecline, { repo_id: id, pipeline_number: NOWHERE })).toBe(404);
});
