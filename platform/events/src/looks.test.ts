import { expect, test } from 'vitest';

import { createLocalBus, type Bus } from './bus.ts';
import { looks, until } from './looks.ts';

const TOPIC = 'things';

/** A bus that knows how many listen. */
function watchedBus(): Bus & { listening: number } {
  const bus = createLocalBus();
  const watched = {
    listening: 0,
    publish: (topic: string) => bus.publish(topic),
    subscribe(topic: string, listener: () => void): Disposable {
      const subscription = bus.subscribe(topic, listener);
      watched.listening += 1;
      return {
        [Symbol.dispose]() {
          watched.listening -= 1;
          subscription[Symbol.dispose]();
        },
      };
    },
  };
  return watched;
}

test('what changes while somebody looks is seen by the next look', async () => {
  const bus = watchedBus();
  let things = 0;
  const seen: number[] = [];
  const found = await until(
    bus,
    TOPIC,
    async () => {
      const now = things;
      seen.push(now);
      if (now < 3) {
        // Written and told between the look and the wait.
        things += 1;
        bus.publish(TOPIC);
      }
      return now === 3 ? now : null;
    },
    {},
  );
  expect([found, seen]).toEqual([3, [0, 1, 2, 3]]);
  expect(bus.listening).toBe(0);
});

test('a word ends the wait; words of other topics do not', async () => {
  const bus = watchedBus();
  const turns = looks(bus, TOPIC);
  await turns.next();
  let isThere = false;
  const next = turns.next().then(() => (isThere = true));
  bus.publish('others');
  await new Promise(setImmediate);
  expect(isThere).toBe(false);
  bus.publish(TOPIC);
  await next;
  await turns.return(undefined);
  expect(bus.listening).toBe(0);
});

test('without a word the next turn comes when the reader wished', async () => {
  let turns = 0;
  for await (const turn of looks(watchedBus(), TOPIC)) {
    turns += 1;
    if (turns === 3) break;
    turn.within(turns === 1 ? 0 : 1);
  }
  expect(await until(watchedBus(), TOPIC, async () => (++turns > 5 ? turns : null), { everyMs: 1 })).toBe(6);
});

test('the look that finds the time over is the last, and its answer counts', async () => {
  const bus = watchedBus();
  let asked = 0;
  expect(await until(bus, TOPIC, async () => (asked++, null), { waitMs: 0 })).toBeNull();
  expect(asked).toBe(1);
  expect(await until(bus, TOPIC, async () => (asked++ > 1 ? 'late' : null), { waitMs: 1 })).toBe('late');
  expect(bus.listening).toBe(0);
});

test('the signal ends a wait and a look that is under way; who begins too late does not look', async () => {
  const bus = watchedBus();
  const stop = new AbortController();
  let asked = 0;
  const waiting = until(bus, TOPIC, async () => (asked++, null), { signal: stop.signal });
  const looking = until(
    bus,
    TOPIC,
    async () => {
      stop.abort();
      return null;
    },
    { signal: stop.signal },
  );
  expect(await Promise.all([waiting, looking])).toEqual([null, null]);
  expect(await until(bus, TOPIC, async () => (asked++, null), { signal: stop.signal })).toBeNull();
  expect(asked).toBe(1);
  expect(bus.listening).toBe(0);
});
