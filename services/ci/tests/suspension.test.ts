import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { getRepoPipeline, postRepoPipeline, type Pipeline } from '@mosaic/contracts/woodpecker';
import { principalReinstated, principalSuspended } from '@mosaic/contracts/mosaic';

import { deliverPush, type FakeRepository } from '@mosaic/testing/fakes';

import { SHA, startCi, type CiHarness } from './harness.ts';

const RUNS = `when: { event: push }
skip_clone: true
steps:
  - name: long
    image: bash
    commands: [x]
    environment: { SLEEP: 60s }
`;
/** Labels that no agent has. */
const WAITS = `labels: { backend: docker }\n${RUNS}`;

let stack: CiHarness;
beforeAll(async () => {
  stack = await startCi();
});
afterAll(() => stack[Symbol.asyncDispose]());

let repositories = 0;
async function repositoryWith(yaml: string): Promise<{ repository: FakeRepository; id: number }> {
  const id = (repositories += 1);
  const repository = stack.forge.add({ id, owner: 'ada', name: `r${id}`, files: { [SHA]: { '.woodpecker.yaml': yaml } } });
  return { repository, id: await stack.activate(repository) };
}

const reasons = ({ errors }: Pipeline) => errors.map(({ message }) => message);
const shown = ({ status, cancel_info: info }: Pipeline) => [status, info?.canceled_by_user];

test('what somebody began who is suspended is stopped with the reason, comes back with nobody, and no one else is touched', async () => {
  const running = await repositoryWith(RUNS);
  const waiting = await repositoryWith(WAITS);
  const others = await repositoryWith(RUNS);
  await deliverPush(running.repository, { sha: SHA, sender: 'Ada' });
  await deliverPush(waiting.repository, { sha: SHA });
  await deliverPush(others.repository, { sha: SHA, sender: 'bob' });
  await stack.settled(running.id, 1, new Set(['running']));
  await stack.settled(others.id, 1, new Set(['running']));

  stack.tell(principalSuspended, 'ada');
  const stopped = [await stack.settled(running.id, 1), await stack.settled(waiting.id, 1)];
  expect(stopped.map(shown)).toEqual([
    ['killed', 'root'],
    ['canceled', 'root'],
  ]);
  expect(stopped.map(reasons)).toEqual([[expect.stringContaining('Ada was suspended')], [expect.stringContaining('ada was suspended')]]);
  expect((await stack.client('bob').callOrNull(getRepoPipeline, { repo_id: others.id, pipeline_number: 1 }))?.status).toBe('running');

  // A webhook that was under way, and a restart that a service asks for.
  const late = (await (await deliverPush(running.repository, { sha: SHA })).json()) as Pipeline;
  expect(shown(late)).toEqual(['canceled', 'root']);
  expect(reasons(late)).toEqual([expect.stringContaining('ada was suspended')]);
  expect(shown(await stack.client('core').call(postRepoPipeline, { repo_id: waiting.id, pipeline_number: 1 }))).toEqual([
    'canceled',
    'root',
  ]);

  await stack.restart();
  // The webhook is moved to the new address meanwhile.
  const pushed = await vi.waitFor(() => deliverPush(running.repository, { sha: SHA }), 10_000);
  expect(shown((await pushed.json()) as Pipeline)).toEqual(['canceled', 'root']);

  stack.tell(principalReinstated, 'ada');
  await vi.waitFor(async () => {
    const { status } = (await (await deliverPush(waiting.repository, { sha: SHA })).json()) as Pipeline;
    expect(status).toBe('pending');
  }, 10_000);
}, 30_000);
