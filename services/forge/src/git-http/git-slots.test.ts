import { expect, test } from 'vitest';

import { GitSlots } from './git-slots.ts';

const never = new AbortController().signal;
const slots = (settings: Partial<ConstructorParameters<typeof GitSlots>[0]> = {}) =>
  new GitSlots({ maxGitProcesses: 2, maxGitWaiting: 4, gitWaitMs: 60_000, ...settings });

test('first come, first served, and one caller never has more than half', async () => {
  const gate = slots();
  const order: string[] = [];
  const enter = async (caller: string, name: string) => {
    const leave = await gate.take(caller, never);
    order.push(name);
    return leave;
  };
  const first = await enter('ada', 'ada 1');
  const second = enter('ada', 'ada 2');
  const third = enter('ada', 'ada 3');
  const bob = await enter('bob', 'bob 1');
  const fourth = enter('eve', 'eve 1');
  bob();
  bob();
  const eve = await fourth;
  expect(order).toEqual(['ada 1', 'bob 1', 'eve 1']);
  first();
  (await second)();
  (await third)();
  eve();
  expect(order).toEqual(['ada 1', 'bob 1', 'eve 1', 'ada 2', 'ada 3']);
});

test('refuses when the queue is full, for one caller at half of it, and says when to come back', async () => {
  const gate = slots({ maxGitProcesses: 1 });
  const leave = await gate.take('ada', never);
  const waiting = [gate.take('bob', never), gate.take('bob', never)];
  const refused = { code: 'unavailable', cause: { seconds: 10 } };
  await expect(gate.take('bob', never)).rejects.toMatchObject(refused);
  waiting.push(gate.take('eve', never), gate.take('eve', never));
  await expect(gate.take('ada', never)).rejects.toMatchObject(refused);
  leave();
  for (const one of waiting) (await one)();
  (await gate.take('ada', never))();
});

test('a wait ends at its limit or with its client, and leaves no gap', async () => {
  const gate = slots({ maxGitProcesses: 1, gitWaitMs: 5 });
  const leave = await gate.take('ada', never);
  await expect(gate.take('bob', never)).rejects.toMatchObject({ code: 'unavailable', cause: { seconds: 10 } });
  const gone = new AbortController();
  const cut = gate.take('bob', gone.signal);
  gone.abort();
  await expect(cut).rejects.toThrow(/cut off/);
  leave();
  (await gate.take('eve', never))();
});
