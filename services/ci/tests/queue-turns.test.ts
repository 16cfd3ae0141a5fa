import { expect, test } from 'vitest';

import { deliverPush } from '@mosaic/testing/fakes';

import { SHA, startCi } from './harness.ts';

const files = {
  [SHA]: { '.woodpecker.yaml': 'when: { event: push }\nskip_clone: true\nsteps:\n  - { name: s, image: bash, commands: [x] }\n' },
};

test('thousands of waiting workflows of one owner keep no other owner waiting', async () => {
  await using stack = await startCi();
  const flood = await stack.activate(stack.forge.add({ id: 1, owner: 'ada', name: 'flood', files }));
  const small = stack.forge.add({ id: 2, owner: 'bob', name: 'small', files });
  const id = await stack.activate(small);
  const [limitAndMore, first] = [2_100, 1_000];
  const each = Array.from({ length: limitAndMore }, (_, index) => first + index);
  await stack.store.insert(
    'workflows',
    ...each.map((workflow) => ({
      id: workflow,
      pipeline_id: 0,
      repository_id: flood,
      pid: workflow,
      name: 'w',
      axis_id: 0,
      environ: '{}',
      labels: '{"backend":"elsewhere"}',
      depends_on: '[]',
      runs_on: '[]',
      state: 'pending',
      error: '',
      attempt: 1,
      payload: '',
      timeout_minutes: 1,
      started_at: 0,
      finished_at: 0,
    })),
  );
  await stack.store.insert(
    'queue',
    ...each.map((workflow) => ({
      workflow_id: workflow,
      pipeline_id: 0,
      repository_id: flood,
      ref: `refs/heads/${workflow}`,
      state: 'pending',
      attempt: 1,
      lease: '',
      lease_until: 0,
      deadline_at: 0,
      cancel: 0,
      created_at: 0,
    })),
  );
  await deliverPush(small, { sha: SHA });
  expect((await stack.settled(id, 1)).status).toBe('success');
});
