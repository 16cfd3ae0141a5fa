import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

import { Kysely, PostgresDialect, sql, type Dialect, type Transaction } from 'kysely';

import type { Log } from '@mosaic/platform/log';
import { createKeyedQueue } from '@mosaic/platform/waiting';

import type { DialectName } from './column-types.ts';
import type { StoreLocation } from './location.ts';
import { MariadbDialect } from './mariadb.ts';
import { migrate, recordedSteps, type Migration } from './migrate.ts';
import { sqliteDialect } from './node-sqlite.ts';
import { openFault } from './open-fault.ts';
import { isRetryable } from './violations.ts';

/** Reads only; on SQLite it is a connection of its own that never waits for a writer. */
export type Reader<T> = Pick<Kysely<T>, 'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive' | 'fn' | 'dynamic'>;

/** Writes; exists only inside a transaction, and nothing else may be awaited there (docs/architecture.md#stores). */
export interface Writer<T> {
  readonly db: Transaction<T>;
  /** Runs after the commit, never after a roll-back; must not throw. */
  afterCommit(effect: () => void): void;
}

/** Rows come with the types that their table states, on every engine: a number is a number, a sum or a count of them too. */
export interface Store<T> extends AsyncDisposable {
  readonly dialect: DialectName;
  read<R>(work: (db: Reader<T>) => Promise<R>): Promise<R>;
  /**
   * All or nothing, and one at a time on every engine, as on SQLite: what a writer has read stays true until it commits, and numbers
   * and times that it gives come in the order of the commits. May run the work again when it lost against another program's transaction, so it must have
   * no effect outside the database.
   */
  transact<R>(work: (writer: Writer<T>) => Promise<R>): Promise<R>;
  /** Throws when the rows cannot be read now: what a service's health depends on. */
  check(): Promise<void>;
}

export interface StoreOptions {
  location: StoreLocation;
  migrations: readonly Migration[];
  log: Log;
}

/** A transaction that holds the writer longer is logged, ms. */
const SLOW_MS = 100;
/** Runs of one transaction at most, when it keeps losing. */
const ATTEMPTS = 5;
/** Number of PostgreSQL's advisory lock that writers take, in the database of one service. */
const WRITER_LOCK = 1;

/** Opens the store and brings its schema up to date; refuses one that is newer than this program. What keeps it shut is told in words. */
export async function openStore<T>(options: StoreOptions): Promise<Store<T>> {
  try {
    return await open(options);
  } catch (error) {
    throw openFault(error, options.location);
  }
}

async function open<T>({ location, migrations, log }: StoreOptions): Promise<Store<T>> {
  const fresh = location.dialect === 'sqlite' && !existsSync(location.file);
  const writer = new Kysely<T>({ dialect: await kyselyDialect(location, 'write') });
  try {
    await migrate(writer as unknown as Kysely<unknown>, {
      dialect: location.dialect,
      migrations,
      ...(location.dialect === 'sqlite' && !fresh ? { copyOf: location.file } : {}),
    });
  } catch (error) {
    await writer.destroy();
    throw error;
  }
  const reader = location.dialect === 'sqlite' ? new Kysely<T>({ dialect: await kyselyDialect(location, 'read') }) : writer;

  const once = async <R>(work: (writer: Writer<T>) => Promise<R>): Promise<R> => {
    const effects: (() => void)[] = [];
    const begin = location.dialect === 'sqlite' ? writer.transaction() : writer.transaction().setIsolationLevel('read committed');
    let startedAt = 0;
    const result = await begin.execute(async (db) => {
      await takeTurn(db as unknown as Transaction<unknown>, location.dialect);
      startedAt = performance.now();
      return work({ db, afterCommit: (effect) => effects.push(effect) });
    });
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs > SLOW_MS) log.warn({ elapsedMs: Math.round(elapsedMs) }, 'a transaction held the writer for long');
    for (const effect of effects) effect();
    return result;
  };

  // Writers of this process wait here, without a connection: else all that there are would wait for the turn, and readers for them.
  const queue = createKeyedQueue<'writer'>();

  return {
    dialect: location.dialect,
    read: (work) => work(reader),
    async transact(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await queue('writer', () => once(work));
        } catch (error) {
          if (attempt >= ATTEMPTS || !isRetryable(error)) throw error;
        }
      }
    },
    async check() {
      await recordedSteps(reader as unknown as Kysely<unknown>);
    },
    async [Symbol.asyncDispose]() {
      if (reader !== writer) await reader.destroy();
      await writer.destroy();
    },
  };
}

/** Waits until every other writer of this database, replicas' included, has committed. SQLite has one writer in any case. */
async function takeTurn(db: Transaction<unknown>, dialect: DialectName): Promise<void> {
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${WRITER_LOCK})`.execute(db);
  // Its named locks outlive a transaction; the lock of a row does not.
  if (dialect === 'mariadb') await sql`select step from schema_steps order by migration, step limit 1 for update`.execute(db);
}

/** The server drivers load on first use: all at once they cost a second at start. */
async function kyselyDialect(location: StoreLocation, mode: 'read' | 'write'): Promise<Dialect> {
  if (location.dialect === 'sqlite') {
    mkdirSync(dirname(location.file), { recursive: true, mode: 0o700 });
    return sqliteDialect(location.file, mode);
  }
  if (location.dialect === 'postgres') {
    const { default: pg } = await import('pg');
    // int8, and numeric, which a sum of int8 is, arrive as text unless told otherwise; our numbers stay below 2^53.
    pg.types.setTypeParser(pg.types.builtins.INT8, Number);
    pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
    return new PostgresDialect({ pool: new pg.Pool({ connectionString: location.url, max: 10 }) });
  }
  const { createPool } = await import('mysql2');
  return new MariadbDialect({
    // A sum is a decimal there, and those arrive as text unless told otherwise.
    pool: createPool({ uri: location.url, connectionLimit: 10, charset: 'utf8mb4_bin', supportBigNumbers: true, decimalNumbers: true }),
  });
}
