import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test, vi } from 'vitest';

import { sessionEnded } from '@mosaic/contracts/mosaic';
import { openStore } from '@mosaic/platform/db';
import {
  createConsumer,
  createLocalBus,
  EVENT_MIGRATIONS,
  localFeed,
  openEventLog,
  type EventLog,
  type EventTables,
} from '@mosaic/platform/events';
import { MosaicError } from '@mosaic/platform/errors';
import { silentLog } from '@mosaic/platform/log';
import { storeEngines, type StoreEngine } from '@mosaic/testing/servers';

const engines = storeEngines();
afterAll(async () => {
  for (const engine of engines) await engine[Symbol.asyncDispose]();
});

async function openLog(engine: StoreEngine) {
  const store = await openStore<EventTables>({
    location: await engine.location(),
    migrations: EVENT_MIGRATIONS,
    log: silentLog(),
  });
  const log = await openEventLog({ source: 'test', store, bus: createLocalBus() });
  return { log, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}

const emit = (log: EventLog<EventTables>, login: string) =>
  log.transact(async (writer) =>
    writer.as({ actor: login, traceId: 'f'.repeat(32) }).emit(sessionEnded, { subject: login, data: { login } }),
  );
const page = (log: EventLog<EventTables>, after: number, waitMs = 0) => log.page({ after, limit: 500, waitMs });

test('two consumers of one name, which would move one cursor, are refused while both would run', async () => {
  await using opened = await openLog(engines[0] as StoreEngine);
  const { log } = opened;
  const start = () => createConsumer<EventTables>({ name: 'c', feed: localFeed(log), events: log, log: silentLog() });
  {
    await using _consumer = start();
    expect(start).toThrow('"c" runs already');
  }
  await using _again = start();
});

describe.each(engines)('the event log on $dialect', (engine) => {
  test.skipIf(engine.missing !== null)('lets no reader with a cursor skip an event, under 8 writers', async () => {
    await using opened = await openLog(engine);
    const { log } = opened;
    const seen: number[] = [];
    let writing = true;
    const reading = (async () => {
      for (let after = 0, isOver = false; !isOver;) {
        // The last look begins after the last write has ended.
        const hasEnded = !writing;
        const { events, last } = await page(log, after);
        seen.push(...events.map((event) => event.seq));
        isOver = hasEnded && events.length === 0;
        after = last;
      }
    })();
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let turn = 0; turn < 25; turn++) await emit(log, `w${writer}-${turn}`);
      }),
    );
    writing = false;
    await reading;
    expect(seen).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  test.skipIf(engine.missing !== null)(
    'records nothing of a transaction that was undone, and refuses data that breaks the contract',
    async () => {
      await using opened = await openLog(engine);
      const { log } = opened;
      await expect(
        log.transact(async (writer) => {
          writer.as({ actor: 'a', traceId: 't' }).emit(sessionEnded, { subject: 'a', data: { login: 'a' } });
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      await expect(
        log.transact(async (writer) => {
          const data = { wrong: 1 } as unknown as { login: string };
          writer.as({ actor: 'a', traceId: 't' }).emit(sessionEnded, { subject: 'a', data });
        }),
      ).rejects.toThrow();
      expect((await page(log, 0)).events).toEqual([]);
    },
  );

  test.skipIf(engine.missing !== null)('tells of each change as who made it, in the journey that it belongs to', async () => {
    await using opened = await openLog(engine);
    await opened.log.transact(async (writer) => {
      const asAda = writer.as({ actor: 'ada', traceId: 'a'.repeat(32) });
      asAda.emit(sessionEnded, { subject: 'x', data: { login: 'x' } });
      asAda.as({ ...asAda.cause, traceId: 'b'.repeat(32) }).emit(sessionEnded, { subject: 'y', data: { login: 'y' } });
    });
    const told = (await page(opened.log, 0)).events.map(({ subject, actor, traceId }) => [subject, actor, traceId]);
    expect(told).toEqual([
      ['x', 'ada', 'a'.repeat(32)],
      ['y', 'ada', 'b'.repeat(32)],
    ]);
  });

  test.skipIf(engine.missing !== null)('wakes a waiting reader at once', async () => {
    await using opened = await openLog(engine);
    const waiting = page(opened.log, 0, 20_000);
    const startedAt = performance.now();
    await emit(opened.log, 'ada');
    expect((await waiting).events).toHaveLength(1);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test.skipIf(engine.missing !== null)('hands each event to a consumer once, in order, over restarts and faults', async () => {
    await using opened = await openLog(engine);
    const { log } = opened;
    const handled: string[] = [];
    let faults = 3;
    const start = (done: (login: string) => void) =>
      createConsumer<EventTables>({
        name: 'c',
        feed: localFeed(log),
        events: log,
        log: silentLog(),
        apply: async (writer, event) => {
          if (event.subject === 'b' && faults-- > 0) throw new Error('not now');
          writer.afterCommit(() => {
            handled.push(event.subject);
            done(event.subject);
          });
        },
      });
    const until = async (last: string) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const consumer = start((login) => (login === last ? resolve() : undefined));
      await promise;
      await consumer[Symbol.asyncDispose]();
    };
    for (const login of ['a', 'b', 'c']) await emit(log, login);
    await until('c');
    await emit(log, 'd');
    await until('d');
    expect(handled).toEqual(['a', 'b', 'c', 'd']);
  });

  test.skipIf(engine.missing !== null)(
    'parks what fails for good, goes on with the next, and takes it when asked again',
    { timeout: 90_000 },
    async () => {
      await using opened = await openLog(engine);
      const { log } = opened;
      const handled: string[] = [];
      const seen = new Map<string, PromiseWithResolvers<void>>();
      const until = (login: string) => {
        const known = seen.get(login) ?? Promise.withResolvers<void>();
        seen.set(login, known);
        return known;
      };
      let isMended = false;
      let away = 3;
      const tries: string[] = [];
      await using _consumer = createConsumer<EventTables>({
        name: 'c',
        feed: async (request) => localFeed(log)({ ...request, waitMs: 50 }),
        events: log,
        log: silentLog(),
        prepare: async ({ subject }) => {
          tries.push(subject);
          if (isMended) return;
          if (subject === 'permanent') throw new MosaicError('too_large', 'Its commit is too large.');
          if (subject === 'fault') throw new TypeError('a fault of ours');
          if (subject === 'away' && away-- > 0) throw new MosaicError('unavailable', 'The neighbour starts.');
        },
        apply: async (writer, { subject }) =>
          writer.afterCommit(() => {
            handled.push(subject);
            until(subject).resolve();
          }),
      });
      for (const login of ['a', 'permanent', 'away', 'fault', 'b']) await emit(log, login);
      await until('b').promise;
      expect(handled).toEqual(['a', 'away', 'b']);
      expect(tries.filter((subject) => subject === 'permanent')).toHaveLength(1);
      expect(await log.parked()).toMatchObject([
        { consumer: 'c', seq: 2, subject: 'permanent', error: 'Its commit is too large.', attempts: 1, replay: false },
        { consumer: 'c', seq: 4, subject: 'fault', error: 'a fault of ours', attempts: 8, replay: true },
      ]);
      expect(await log.trouble()).toMatch(/^2 events could not be taken and were put aside/);

      isMended = true;
      expect(await log.replay({ consumer: 'c', seq: 4 })).toBe(1);
      await until('fault').promise;
      expect(await log.replay({})).toBe(1);
      await until('permanent').promise;
      await expect.poll(() => log.parked()).toEqual([]);
      expect(await log.trouble()).toBeNull();
      await emit(log, 'c');
      await until('c').promise;
    },
  );
});

test('pages that follow each other cost no look at what is put aside, and what another process asks for is noticed soon', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    await using opened = await openLog(engines[0] as StoreEngine);
    const { log } = opened;
    for (let count = 0; count < 20; count++) await emit(log, 'ada');
    let reads = 0;
    const handled: string[] = [];
    await using _consumer = createConsumer<EventTables>({
      name: 'c',
      feed: async (request) => localFeed(log)({ ...request, limit: 1, waitMs: 20 }),
      events: {
        ...log,
        read: async (work) => {
          reads += 1;
          return log.read(work);
        },
      },
      log: silentLog(),
      apply: async (_writer, { subject }) => void handled.push(subject),
    });
    await vi.waitFor(() => expect(handled).toHaveLength(20), 10_000);
    expect(reads).toBe(1);

    const event = { ...(await page(log, 0)).events[0], subject: 'aside' };
    const row = { consumer: 'c', seq: 1, event: JSON.stringify(event), error: '', attempts: 1, parked_at: 1, replay: 1, retry_at: 0 };
    await log.transact(({ db }) => db.insertInto('event_parked').values(row).execute());
    vi.setSystemTime(Date.now() + 2_000);
    await emit(log, 'bob');
    await vi.waitFor(() => expect(handled).toContain('aside'), 5_000);
  } finally {
    vi.useRealTimers();
  }
});

test('events that gather are taken together, after as many alone as a group has; one that fails is put aside alone', async () => {
  await using opened = await openLog(engines[0] as StoreEngine);
  const { log } = opened;
  let writes = 0;
  const handled: string[] = [];
  const emitMany = (from: number, count: number) =>
    log.transact(async (writer) => {
      for (let number = from; number < from + count; number++)
        writer.as({ actor: 'ada', traceId: 'f'.repeat(32) }).emit(sessionEnded, { subject: `s${number}`, data: { login: 'ada' } });
    });
  await emitMany(1, 20);
  await using _consumer = createConsumer<EventTables>({
    name: 'c',
    feed: localFeed(log),
    events: {
      ...log,
      transact: (work) => {
        writes += 1;
        return log.transact(work);
      },
    },
    log: silentLog(),
    gatherMs: 10,
    apply: async (writer, { subject }) => {
      if (subject === 's70') throw new MosaicError('too_large', 'Its commit is too large.');
      writer.afterCommit(() => void handled.push(subject));
    },
  });
  await vi.waitFor(() => expect(handled).toHaveLength(20), 10_000);
  expect(writes).toBeGreaterThan(20);
  writes = 0;
  await emitMany(21, 40);
  await vi.waitFor(() => expect(handled).toHaveLength(60), 10_000);
  expect(writes).toBe(2);
  await emitMany(61, 20);
  await vi.waitFor(() => expect(handled).toHaveLength(79), 10_000);
  expect(handled).toEqual(Array.from({ length: 80 }, (_, index) => `s${index + 1}`).filter((subject) => subject !== 's70'));
  expect(await log.parked()).toMatchObject([{ subject: 's70', attempts: 1 }]);
});

test('an event that is put aside is tried again by itself for ten minutes, without holding up later ones', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    await using opened = await openLog(engines[0] as StoreEngine);
    const { log } = opened;
    const tries: Record<string, number> = {};
    let mended = '';
    await using _consumer = createConsumer<EventTables>({
      name: 'c',
      feed: async (request) => localFeed(log)({ ...request, waitMs: 20 }),
      events: log,
      log: silentLog(),
      apply: async (_writer, { subject }) => {
        tries[subject] = (tries[subject] ?? 0) + 1;
        if (subject === 'permanent') throw new MosaicError('too_large', 'Its commit is too large.');
        if (subject !== mended && subject !== 'fine') throw new TypeError('a fault of ours');
      },
    });
    for (const login of ['permanent', 'passing', 'fault', 'fine']) await emit(log, login);
    const aside = async () =>
      Object.fromEntries((await log.parked()).map(({ subject, attempts, replay }) => [subject, [attempts, replay]]));
    await vi.waitFor(() => expect(tries['fine']).toBe(1), 25_000);
    expect(await aside()).toEqual({ permanent: [1, false], passing: [8, true], fault: [8, true] });

    vi.setSystemTime(Date.now() + 1_000);
    await emit(log, 'fine');
    await vi.waitFor(() => expect(tries['fine']).toBe(2));
    expect(tries).toMatchObject({ passing: 8, fault: 8 });
    mended = 'passing';
    vi.setSystemTime(Date.now() + 10_000);
    await vi.waitFor(async () => expect(await aside()).toEqual({ permanent: [1, false], fault: [9, true] }));
    for (const attempts of [10, 11, 12, 13]) {
      vi.setSystemTime(Date.now() + 300_000);
      await vi.waitFor(async () => expect(await aside()).toMatchObject({ fault: [attempts, attempts < 13] }));
    }
    vi.setSystemTime(Date.now() + 3_600_000);
    await emit(log, 'fine');
    await vi.waitFor(() => expect(tries['fine']).toBe(3));
    expect(tries).toMatchObject({ permanent: 1, passing: 9, fault: 13 });
  } finally {
    vi.useRealTimers();
  }
});

test('a consumer that gets no further for a minute is told of until it does', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const engine = engines[0] as StoreEngine;
    await using opened = await openLog(engine);
    const { log } = opened;
    let isAway = true;
    const consumer = createConsumer<EventTables>({
      name: 'patient',
      feed: localFeed(log),
      events: log,
      log: silentLog(),
      prepare: async () => {
        if (isAway) throw new MosaicError('unavailable', 'The forge does not answer.');
      },
    });
    const noted = vi.spyOn(log, 'note');
    await emit(log, 'ada');
    await vi.waitFor(() => expect(noted).toHaveBeenCalledWith('patient', expect.any(MosaicError)));
    expect(await log.trouble()).toBeNull();
    vi.setSystemTime(Date.now() + 61_000);
    expect(await log.trouble()).toMatch(/events for patient wait since .*: The forge does not answer/);
    isAway = false;
    await vi.waitFor(async () => expect(await log.trouble()).toBeNull(), { timeout: 10_000 });
    await consumer[Symbol.asyncDispose]();
  } finally {
    vi.useRealTimers();
  }
});

test('an event that each process died of is put aside by the fourth, also when it is tried again, and later ones go on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mosaic-events-'));
  const [file, trail] = [join(folder, 'test.db'), join(folder, 'trail')];
  await using resources = new AsyncDisposableStack();
  resources.defer(() => rm(folder, { recursive: true }));
  const store = resources.use(
    await openStore<EventTables>({ location: { dialect: 'sqlite', file }, migrations: EVENT_MIGRATIONS, log: silentLog() }),
  );
  const log = await openEventLog({ source: 'test', store, bus: createLocalBus() });
  for (const subject of ['first', 'killer', 'last']) await emit(log, subject);
  const live = async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'dying-consumer.ts'), file, trail], { stdio: 'inherit' });
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return signal ?? code;
  };
  expect([await live(), await live(), await live(), await live()]).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL', 0]);
  expect((await readFile(trail, 'utf8')).split('\n').filter(Boolean)).toEqual(['first', 'killer', 'killer', 'killer', 'last']);
  expect(await log.parked()).toMatchObject([{ seq: 2, subject: 'killer', error: expect.stringContaining('ended 2 times') }]);

  await emit(log, 'last');
  await log.replay({});
  expect([await live(), await live(), await live()]).toEqual(['SIGKILL', 'SIGKILL', 0]);
  expect(await log.parked()).toMatchObject([{ seq: 2, replay: false }]);
});
