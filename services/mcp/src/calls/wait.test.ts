import { expect, test } from 'vitest';

import { createLocalBus } from '@mosaic/platform/events';
import { ANONYMOUS, type Caller } from '@mosaic/platform/identity';

import type { Call } from '../context.ts';
import { createWaiters } from './wait.ts';

const TOPIC = 'words';
const person = (id: string): Caller => ({ ...ANONYMOUS, id, login: id, kind: 'person', role: 'developer' });

test('one caller has so many long polls at once; the others and the platform’s own have theirs', async () => {
  const bus = createLocalBus();
  const waiters = createWaiters({ bus, closing: new AbortController().signal });
  let isThere = false;
  const wait = (caller: Caller) => {
    const call: Call = { caller, again: async () => caller, traceId: 'trace', signal: new AbortController().signal };
    return waiters.until(call, { topic: TOPIC, waitMs: 30_000, isEnough: (found) => found, look: async () => isThere });
  };
  const held = Array.from({ length: 100 }, () => wait(person('ada')));
  await expect(wait(person('ada'))).rejects.toMatchObject({ code: 'rate_limited', cause: { seconds: 10 } });
  for (let index = 0; index < 900; index++) held.push(wait(person(`p${index % 9}`)));
  await expect(wait(person('bob'))).rejects.toMatchObject({ code: 'unavailable' });
  held.push(wait({ ...person('core'), builtIn: true }));
  isThere = true;
  bus.publish(TOPIC);
  expect(new Set(await Promise.all(held))).toEqual(new Set([true]));
  expect(await wait(person('ada'))).toBe(true);
});
