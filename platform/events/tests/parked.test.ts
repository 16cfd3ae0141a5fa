import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openStore } from '@mosaic/platform/db';
import { createLocalBus, EVENT_MIGRATIONS, openEventLog, type EventTables } from '@mosaic/platform/events';
import { silentLog } from '@mosaic/platform/log';

test('a row that cannot be read is listed by its numbers, and the others whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mosaic-parked-'));
  try {
    const location = { dialect: 'sqlite', file: join(folder, 'test.db') } as const;
    await using store = await openStore<EventTables>({ location, migrations: EVENT_MIGRATIONS, log: silentLog() });
    const events = await openEventLog<EventTables>({ source: 'test', store, bus: createLocalBus() });
    await events.transact(async ({ db }) => {
      const row = { consumer: 'c', error: 'too large', attempts: 1, parked_at: 1, replay: 0, retry_at: 0 };
      await db
        .insertInto('event_parked')
        .values({ ...row, seq: 1, event: '{"half' })
        .execute();
      await db
        .insertInto('event_parked')
        .values({ ...row, seq: 2, event: '{}' })
        .execute();
    });
    expect(await events.parked()).toMatchObject([
      { seq: 1, type: '', error: 'too large' },
      { seq: 2, error: 'too large' },
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
