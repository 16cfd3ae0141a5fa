import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sql } from 'kysely';
import { expect, test } from 'vitest';

import { sessionEnded } from '@mosaic/contracts/mosaic';
import { openStore } from '@mosaic/platform/db';
import {
  createConsumer,
  createLocalBus,
  EVENT_MIGRATIONS,
  localFeed,
  openEventLog,
  takeUp,
  type EventTables,
} from '@mosaic/platform/events';
import { silentLog } from '@mosaic/platform/log';

/** A store that refuses, between `fillUp` and `clear`, to take a mark away, as a disk does that has just filled up. */
async function openFillableStore() {
  const folder = await mkdtemp(join(tmpdir(), 'mosaic-taken-up-'));
  const store = await openStore<EventTables>({
    location: { dialect: 'sqlite', file: join(folder, 'test.db') },
    migrations: EVENT_MIGRATIONS,
    log: silentLog(),
  });
  const run = (statement: ReturnType<typeof sql>) => store.transact(async ({ db }) => void (await statement.execute(db)));
  return {
    store,
    marks: () => store.transact(({ db }) => db.selectFrom('taken_up').selectAll().execute()),
    fillUp: () => run(sql`create trigger full before delete on taken_up begin select raise(abort, 'no space left'); end`),
    clear: () => run(sql`drop trigger full`),
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

test("a mark that cannot be taken away keeps the work's result, and goes with the next item", async () => {
  await using fillable = await openFillableStore();
  await fillable.fillUp();
  expect(await takeUp(fillable.store, 'pipeline 1', async () => 'done')).toBe('done');
  expect(await fillable.marks()).toEqual([{ item: 'pipeline 1', ends: 1 }]);
  await fillable.clear();
  expect(await takeUp(fillable.store, 'pipeline 2', async () => 'done')).toBe('done');
  expect(await fillable.marks()).toEqual([]);
});

test('an item that fails again and again meets its own fault each time, and no end of a process', async () => {
  await using fillable = await openFillableStore();
  await fillable.fillUp();
  for (let turn = 0; turn < 4; turn++)
    await expect(takeUp(fillable.store, 'pipeline 1', () => Promise.reject(new Error('no room for the work')))).rejects.toThrow(
      'no room for the work',
    );
  expect(await fillable.marks()).toEqual([{ item: 'pipeline 1', ends: 1 }]);
});

test('a consumer applies its first event once, also when the mark stays', async () => {
  await using fillable = await openFillableStore();
  const log = await openEventLog<EventTables>({ source: 'test', store: fillable.store, bus: createLocalBus() });
  for (const login of ['first', 'last'])
    await log.transact(async ({ as }) =>
      as({ actor: login, traceId: 'f'.repeat(32) }).emit(sessionEnded, { subject: login, data: { login } }),
    );
  await fillable.fillUp();
  const applied: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  await using _consumer = createConsumer<EventTables>({
    name: 'c',
    feed: localFeed(log),
    events: log,
    log: silentLog(),
    apply: async (writer, { subject }) =>
      writer.afterCommit(() => {
        applied.push(subject);
        if (subject === 'last') resolve();
      }),
  });
  await promise;
  expect(applied).toEqual(['first', 'last']);
});
