import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  taskClaim,
  taskComplete,
  taskCreate,
  taskHeartbeat,
  taskRelease,
  taskTranscript,
  TRANSCRIPT,
  type TaskStep,
} from '@mosaic/contracts/mosaic';

import { requestId, startMcp, task, type McpHarness } from './harness.ts';

/* What was done in attempts, handed in with what is said about the lease, and who may read it. */

let stack: McpHarness;
beforeAll(async () => {
  stack = await startMcp();
});
afterAll(() => stack[Symbol.asyncDispose]());

const step = (text: string, at = 1): TaskStep => ({ at, kind: 'step', text });
const create = async () => (await stack.call('mosaic-core', taskCreate, task())).task;
const claim = async (key: string) => (await stack.call('triage', taskClaim, { requestId: requestId(), key })).task.lease?.epoch ?? 0;
const texts = (steps: readonly { text: string }[]) => steps.map(({ text }) => text);

test('each attempt has its own, in the order of what was done, once also where a call is repeated', async () => {
  const { key, project, id } = await create();
  const first = await claim(key);
  const beat = { requestId: requestId(), key, epoch: first, steps: [step('one', 5), { ...step('two'), kind: 'call' as const }] };
  for (let time = 0; time < 2; time++) await stack.call('triage', taskHeartbeat, beat);
  await stack.call('triage', taskRelease, { requestId: requestId(), key, epoch: first, steps: [step('three')] });
  const second = await claim(key);
  await stack.call('triage', taskComplete, { requestId: requestId(), key, epoch: second, outcome: 'completed', steps: [step('four')] });

  const read = (input: object) => stack.call('ada', taskTranscript, { key, ...input });
  const earlier = await read({ epoch: first });
  expect(earlier).toMatchObject({
    epoch: first,
    steps: [{ seq: 1, at: 5, by: 'triage', kind: 'step', text: 'one' }, { seq: 2, kind: 'call' }, { seq: 3 }],
  });
  expect(texts((await read({})).steps)).toEqual(['four']);
  expect(await stack.call('ada', taskTranscript, { project, id })).toEqual(await read({ epoch: second }));
  expect(texts((await read({ epoch: first, after: 1, limit: 1 })).steps)).toEqual(['two']);
  expect((await read({ epoch: 9 })).steps).toEqual([]);
});

test('is bounded; a step that is too long is refused', async () => {
  const { key } = await create();
  const epoch = await claim(key);
  const beat = (steps: TaskStep[]) => ({ requestId: requestId(), key, epoch, steps });
  await stack.call('triage', taskHeartbeat, beat(Array.from({ length: TRANSCRIPT.steps - 1 }, (_, index) => step(`${index}`))));
  await stack.call('triage', taskHeartbeat, beat([step('the last'), step('too many')]));
  const kept = (await stack.call('ada', taskTranscript, { key, after: TRANSCRIPT.steps - 2, limit: 200 })).steps;
  expect(texts(kept)).toEqual([`${TRANSCRIPT.steps - 2}`, 'the last']);
  expect(await stack.refusal('triage', taskHeartbeat, beat([step('x'.repeat(TRANSCRIPT.characters + 1))]))).toBe('invalid_input');
});

test('is for whoever may see the task, and written by its holder alone', async () => {
  const { key } = await create();
  const epoch = await claim(key);
  for (const other of ['bob', 'claude', 'adaLimited'] as const)
    expect(await stack.refusal(other, taskTranscript, { key })).toBe('not_found');
  const forged = { requestId: requestId(), key, epoch, steps: [step('forged')] };
  expect(await stack.refusal('mosaic-core', taskHeartbeat, forged)).toBe('stale_lease');
  expect(await stack.refusal('triage', taskHeartbeat, { ...forged, epoch: epoch + 1 })).toBe('stale_lease');
  expect((await stack.call('ada', taskTranscript, { key })).steps).toEqual([]);
});
