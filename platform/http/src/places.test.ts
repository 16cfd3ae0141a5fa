import { expect, test } from 'vitest';

import { Places, type Holder, type PlacesSettings } from './places.ts';

const places = (settings: Partial<PlacesSettings> = {}) =>
  new Places({ of: 'git processes', places: 2, waiting: 4, waitMs: 60_000, ...settings });
const person = (name: string): Holder => ({ name, kind: 'principal' });
const stranger = (name: string): Holder => ({ name, kind: 'stranger' });
const [ada, bob, eve] = ['ada', 'bob', 'eve'].map(person) as [Holder, Holder, Holder];

test('first come, first served, and one holder never has more than half', async () => {
  const gate = places();
  const order: string[] = [];
  const enter = async (holder: Holder, name: string) => {
    const leave = await gate.take(holder);
    order.push(name);
    return leave;
  };
  const first = await enter(ada, 'ada 1');
  const second = enter(ada, 'ada 2');
  const third = enter(ada, 'ada 3');
  const leave = await enter(bob, 'bob 1');
  const fourth = enter(eve, 'eve 1');
  leave();
  leave();
  const last = await fourth;
  expect(order).toEqual(['ada 1', 'bob 1', 'eve 1']);
  first();
  (await second)();
  (await third)();
  last();
  expect(order).toEqual(['ada 1', 'bob 1', 'eve 1', 'ada 2', 'ada 3']);
});

test('refuses when the queue is full, for one holder at half of it, and says when to come back', async () => {
  const gate = places({ places: 1 });
  const leave = await gate.take(ada);
  const waiting = [gate.take(bob), gate.take(bob)];
  const refused = { code: 'unavailable', cause: { seconds: 10 } };
  await expect(gate.take(bob)).rejects.toMatchObject(refused);
  waiting.push(gate.take(eve), gate.take(eve));
  await expect(gate.take(ada)).rejects.toMatchObject(refused);
  leave();
  for (const one of waiting) (await one)();
  (await gate.take(ada))();
});

test('a wait ends at its limit or with its client, and leaves no gap', async () => {
  const gate = places({ places: 1, waitMs: 5 });
  const leave = await gate.take(ada);
  await expect(gate.take(bob)).rejects.toMatchObject({ code: 'unavailable', cause: { seconds: 10 } });
  const gone = new AbortController();
  const cut = gate.take(bob, gone.signal);
  gone.abort();
  await expect(cut).rejects.toThrow(/cut off/);
  leave();
  (await gate.take(eve))();
});

test('strangers of however many addresses leave half to those who are known', async () => {
  const gate = places({ places: 4, waiting: 0 });
  const leave = [await gate.take(stranger('one')), await gate.take(stranger('two'))];
  await expect(gate.take(stranger('three'))).rejects.toMatchObject({ code: 'unavailable' });
  leave.push(await gate.take(ada), await gate.take(bob));
  for (const one of leave) one();
  await gate.take(stranger('three'));
});

test('where nobody waits, a holder at its share is told so; the platform itself is never refused', async () => {
  const gate = places({ of: 'event streams', places: 3, each: 1, waiting: 0 });
  await gate.take(ada);
  await expect(gate.take(ada)).rejects.toMatchObject({ code: 'rate_limited', message: expect.stringContaining('hold 1 event streams') });
  await gate.take(bob);
  await gate.take(eve);
  await expect(gate.take(person('kim'))).rejects.toMatchObject({ code: 'unavailable' });
  for (let call = 0; call < 3; call++) await gate.take({ name: 'core', kind: 'platform' });
});
