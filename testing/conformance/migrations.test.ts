import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { auditWritten, SERVICE_NAMES, type ServiceName } from '@mosaic/contracts/mosaic';
import { openStore, type Migration, type StoreLocation } from '@mosaic/platform/db';
import { openEventLog, createLocalBus, type EventTables } from '@mosaic/platform/events';
import { silentLog } from '@mosaic/platform/log';
import { storeEngines } from '@mosaic/testing/servers';

const folder = (name: ServiceName) => join(import.meta.dirname, '../../services', name, 'src/db');

/** Every service that keeps rows. */
const KEEPING: readonly (readonly [name: string, migrations: readonly Migration[]])[] = await Promise.all(
  SERVICE_NAMES.filter((name) => existsSync(folder(name))).map(async (name) => {
    const { MIGRATIONS } = (await import(join(folder(name), 'list.ts'))) as { MIGRATIONS: readonly Migration[] };
    return [name, MIGRATIONS] as const;
  }),
);

const engines = storeEngines();
afterAll(async () => {
  for (const engine of engines) await engine[Symbol.asyncDispose]();
});

interface Tables extends EventTables {
  schema_steps: { migration: string; step: number };
}

const open = (location: StoreLocation, migrations: readonly Migration[]) => openStore<Tables>({ location, migrations, log: silentLog() });

/** A step that ran and was not recorded: what a kill between the two leaves, where DDL does not roll back. */
function again(migrations: readonly Migration[]): Migration[] {
  return migrations.map(({ name, steps }) => ({ name: `${name}-again`, steps }));
}

describe.each(engines)('on $dialect', (engine) => {
  describe.each(KEEPING)('the schema of %s', (_name, migrations) => {
    test.skipIf(engine.missing !== null)('is laid in full, and opening it again changes nothing', async () => {
      const location = await engine.location();
      {
        await using store = await open(location, migrations);
        const recorded = await store.read((db) => db.selectFrom('schema_steps').selectAll().execute());
        expect(recorded).toHaveLength(migrations.reduce((sum, { steps }) => sum + steps.length, 0));
      }
      await using store = await open(location, migrations);
      await store.check();
    });

    test.skipIf(engine.missing !== null)('each step may run again', async () => {
      const location = await engine.location();
      await (await open(location, migrations))[Symbol.asyncDispose]();
      await using store = await open(location, [...migrations, ...again(migrations)]);
      await store.check();
    });

    test.skipIf(engine.missing !== null)('takes an event with its row', async () => {
      await using store = await open(await engine.location(), migrations);
      const events = await openEventLog<Tables>({ source: 'test', store, bus: createLocalBus() });
      await events.transact(async ({ as }) =>
        as({ actor: 'ada', traceId: '1'.repeat(32) }).emit(auditWritten, {
          subject: 'ada/hello',
          data: { operation: 'test', allowed: true, detail: {} },
        }),
      );
      expect((await events.page({ after: 0, limit: 10, waitMs: 0 })).events).toHaveLength(1);
    });
  });
});

test.each(KEEPING)('the migrations of %s are numbered in order', (_name, migrations) => {
  const names = migrations.map(({ name }) => name);
  expect(names).toEqual(names.toSorted());
  expect(new Set(names).size).toBe(names.length);
  expect(names[0]).toBe('000-events');
});
