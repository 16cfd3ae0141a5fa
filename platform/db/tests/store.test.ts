import { existsSync } from 'node:fs';

import { afterAll, describe, expect, test } from 'vitest';

import { isUniqueViolation, openStore, type Migration, type Store } from '@mosaic/platform/db';
import { silentLog } from '@mosaic/platform/log';
import { storeEngines } from '@mosaic/testing/servers';

interface Tables {
  notes: { id?: number; name: string; text: string; at: number };
}

const init: Migration = {
  name: '001-init',
  steps: [
    async (db, types) => {
      await db.schema
        .createTable('notes')
        .ifNotExists()
        .addColumn('id', types.serial, types.generated)
        .addColumn('name', types.key, (column) => column.notNull().unique())
        .addColumn('text', types.text, (column) => column.notNull())
        .addColumn('at', types.time, (column) => column.notNull())
        .execute();
    },
  ],
};
const later: Migration = {
  name: '002-kind',
  steps: [async (db, types) => db.schema.alterTable('notes').addColumn('kind', types.key).execute()],
};

const note = (name: string) => ({ name, text: 'x'.repeat(100_000), at: 1_800_000_000_123 });
const engines = storeEngines();

afterAll(async () => {
  for (const engine of engines) await engine[Symbol.asyncDispose]();
});

describe.each(engines)('a store on $dialect', (engine) => {
  const open = async (migrations: Migration[] = [init]): Promise<Store<Tables>> =>
    openStore<Tables>({ location: await engine.location(), migrations, log: silentLog() });

  test.skipIf(engine.missing !== null)('keeps long text, times in milliseconds and numbers that count up', async () => {
    await using store = await open();
    const ids = await store.transact(async ({ db }) => [
      await db.insertInto('notes').values(note('a')).returning('id').executeTakeFirstOrThrow(),
      await db.insertInto('notes').values(note('b')).returning('id').executeTakeFirstOrThrow(),
    ]);
    expect(ids[1]?.id).toBeGreaterThan(ids[0]?.id as number);
    const row = await store.read((db) => db.selectFrom('notes').selectAll().where('name', '=', 'a').executeTakeFirstOrThrow());
    expect(row.text).toHaveLength(100_000);
    expect(row.at).toBe(1_800_000_000_123);
  });

  test.skipIf(engine.missing !== null)('hands out numbers as numbers, whatever they come from', async () => {
    await using store = await open();
    await store.transact(({ db }) =>
      db
        .insertInto('notes')
        .values([note('a'), { ...note('b'), at: 2 ** 53 - 1 - note('a').at }])
        .execute(),
    );
    const found = await store.read((db) =>
      db
        .selectFrom('notes')
        .select((expression) => [
          expression.fn.countAll().as('count'),
          expression.fn.max('id').as('last'),
          expression.fn.sum('at').as('sum'),
          expression.fn.coalesce(expression.fn.sum('at'), expression.val(0)).as('orNone'),
        ])
        .executeTakeFirstOrThrow(),
    );
    expect(found).toEqual({ count: 2, last: 2, sum: Number.MAX_SAFE_INTEGER, orNone: Number.MAX_SAFE_INTEGER });
  });

  test.skipIf(engine.missing !== null)('compares keys bytewise and tells a taken one', async () => {
    await using store = await open();
    const insert = (name: string) => store.transact(({ db }) => db.insertInto('notes').values(note(name)).execute());
    await insert('Ada');
    await insert('ada');
    const refusal = await insert('ada').catch((error: unknown) => error);
    expect(isUniqueViolation(refusal)).toBe(true);
    expect(isUniqueViolation(new Error('other'))).toBe(false);
  });

  test.skipIf(engine.missing !== null)('undoes all of a transaction that throws, and runs effects only after a commit', async () => {
    await using store = await open();
    const effects: string[] = [];
    await expect(
      store.transact(async (writer) => {
        await writer.db.insertInto('notes').values(note('lost')).execute();
        writer.afterCommit(() => effects.push('lost'));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await store.transact(async (writer) => {
      await writer.db.insertInto('notes').values(note('kept')).execute();
      writer.afterCommit(() => effects.push('kept'));
      expect(effects).toEqual([]);
    });
    expect(effects).toEqual(['kept']);
    expect((await store.read((db) => db.selectFrom('notes').select('name').execute())).map((row) => row.name)).toEqual(['kept']);
  });

  test.skipIf(engine.missing !== null)('tells whether its rows can be read', async () => {
    const store = await open();
    await store.check();
    await store[Symbol.asyncDispose]();
    await expect(store.check()).rejects.toThrow();
  });

  test.skipIf(engine.missing !== null)('counts right under many writers at once', async () => {
    await using store = await open();
    await store.transact(({ db }) =>
      db
        .insertInto('notes')
        .values({ ...note('counter'), at: 0 })
        .execute(),
    );
    await Promise.all(
      Array.from({ length: 50 }, () =>
        store.transact(({ db }) =>
          db
            .updateTable('notes')
            .set((expression) => ({ at: expression('at', '+', 1) }))
            .where('name', '=', 'counter')
            .execute(),
        ),
      ),
    );
    expect((await store.read((db) => db.selectFrom('notes').select('at').where('name', '=', 'counter').executeTakeFirstOrThrow())).at).toBe(
      50,
    );
  });

  test.skipIf(engine.missing !== null)('who looks first and inserts where there is nothing loses against nobody', async () => {
    await using store = await open();
    const count = () =>
      store.transact(async ({ db }) => {
        const { numUpdatedRows } = await db
          .updateTable('notes')
          .set((expression) => ({ at: expression('at', '+', 1) }))
          .where('name', '=', 'fresh')
          .executeTakeFirst();
        if (Number(numUpdatedRows) === 0)
          await db
            .insertInto('notes')
            .values({ ...note('fresh'), at: 1 })
            .execute();
      });
    await Promise.all(Array.from({ length: 30 }, count));
    expect((await store.read((db) => db.selectFrom('notes').select('at').where('name', '=', 'fresh').executeTakeFirstOrThrow())).at).toBe(
      30,
    );
  });

  test.skipIf(engine.missing !== null)('writers that wait keep no reader waiting', async () => {
    await using store = await open();
    const gate = Promise.withResolvers<void>();
    const writing = Array.from({ length: 30 }, (_, index) =>
      store.transact(async ({ db }) => {
        await db
          .insertInto('notes')
          .values(note(`w${index}`))
          .execute();
        await gate.promise;
      }),
    );
    try {
      expect(await store.read((db) => db.selectFrom('notes').select('id').execute())).toEqual([]);
    } finally {
      gate.resolve();
      await Promise.all(writing);
    }
  });

  test.skipIf(engine.missing !== null)('what a writer has read stays true until it commits', async () => {
    const location = await engine.location();
    const open2 = () => openStore<Tables>({ location, migrations: [init], log: silentLog() });
    await using one = await open2();
    // A replica has a store of its own; SQLite serves one process.
    await using other = location.dialect === 'sqlite' ? null : await open2();
    const add = (store: Store<Tables>) =>
      store.transact(async ({ db }) => {
        const { most } = await db
          .selectFrom('notes')
          .select(({ fn }) => fn.max('at').as('most'))
          .executeTakeFirstOrThrow();
        const next = Number(most ?? 0) + 1;
        await db
          .insertInto('notes')
          .values({ ...note(`n${next}`), at: next })
          .execute();
        return next;
      });
    const given = await Promise.all(Array.from({ length: 30 }, (_, index) => add(index % 2 === 0 ? one : (other ?? one))));
    expect(given.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  test.skipIf(engine.missing !== null)('runs each migration once, and refuses data of a newer version', async () => {
    const location = await engine.location();
    const at = (migrations: Migration[]) => openStore<Tables>({ location, migrations, log: silentLog() });
    await (await at([init]))[Symbol.asyncDispose]();
    await (await at([init, later]))[Symbol.asyncDispose]();
    await (await at([init, later]))[Symbol.asyncDispose]();
    await expect(at([init])).rejects.toThrow(/newer version \(002-kind/);
    if (location.dialect === 'sqlite') expect(existsSync(`${location.file}.before-002-kind`)).toBe(true);
  });

  test.skipIf(engine.missing !== null)('resumes a migration that died in its middle', async () => {
    const location = await engine.location();
    let alive = false;
    const dying: Migration = {
      name: '002-dying',
      steps: [
        async (db, types) => db.schema.createTable('first').ifNotExists().addColumn('id', types.integer).execute(),
        async (db, types) => {
          if (!alive) throw new Error('killed');
          await db.schema.createTable('second').ifNotExists().addColumn('id', types.integer).execute();
        },
      ],
    };
    const open2 = () => openStore<Tables & { second: { id: number } }>({ location, migrations: [init, dying], log: silentLog() });
    await expect(open2()).rejects.toThrow('killed');
    alive = true;
    await using store = await open2();
    expect(await store.read((db) => db.selectFrom('second').selectAll().execute())).toEqual([]);
  });
});
