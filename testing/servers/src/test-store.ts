import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';

import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import { inject } from 'vitest';

import type { StoreLocation } from '@mosaic/platform/db';

import './store-server.ts';

type Value = string | number | null;

/** Where a service under test keeps its rows, with a way to look at them, or to damage them, beside the service. */
export interface TestStore {
  location: StoreLocation;
  /** Rows of a statement, none for one that changes; its values stand where it says `?`. */
  rows(statement: string, ...values: Value[]): Promise<Record<string, unknown>[]>;
  /** Adds rows that name the same columns. */
  insert(table: string, ...rows: Record<string, Value>[]): Promise<void>;
}

/** What SQLite says while another connection writes. */
const SQLITE_BUSY = 5;
/** Rows of one statement: SQLite takes 32,766 values. */
const BATCH = 1_000;

/** Whether services under test keep their rows in files of SQLite: triggers are written in its words, files are damaged as its own. */
export function isOnSqlite(): boolean {
  return inject('storeServer') === undefined;
}

/**
 * A file of SQLite, or a fresh database of the engine that `MOSAIC_TEST_STORE` names.
 * @param file Where the service itself would put the file.
 */
export async function openTestStore(file: string): Promise<TestStore> {
  const server = inject('storeServer');
  if (server === undefined) return storeAt({ dialect: 'sqlite', file });
  const { dialect } = server;
  const name = `test_${randomBytes(8).toString('hex')}`;
  const collation = dialect === 'mariadb' ? ' character set utf8mb4 collate utf8mb4_bin' : '';
  await storeAt(server).rows(`create database ${name}${collation}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return storeAt({ dialect, url: url.href });
}

function storeAt(location: StoreLocation): TestStore {
  const rows = rowsAt(location);
  const quoted = (name: string) => (location.dialect === 'mariadb' ? `\`${name}\`` : `"${name}"`);
  return {
    location,
    rows,
    async insert(table, ...all) {
      const columns = Object.keys(all[0] ?? {});
      const words = `insert into ${quoted(table)} (${columns.map(quoted).join(', ')}) values `;
      const one = `(${columns.map(() => '?').join(', ')})`;
      for (let at = 0; at < all.length; at += BATCH) {
        const batch = all.slice(at, at + BATCH);
        await rows(words + batch.map(() => one).join(', '), ...batch.flatMap((row) => columns.map((column) => row[column] ?? null)));
      }
    },
  };
}

function rowsAt(location: StoreLocation): TestStore['rows'] {
  if (location.dialect === 'sqlite') return (statement, ...values) => rowsOfFile(location.file, statement, values);
  const query = location.dialect === 'postgres' ? rowsOfPostgres : rowsOfMariadb;
  return (statement, ...values) => query(location.url, statement, values);
}

/** The service writes in this process: it can only finish while nobody waits for it without giving way. */
async function rowsOfFile(file: string, statement: string, values: Value[]): Promise<Record<string, unknown>[]> {
  using database = new DatabaseSync(file);
  for (;;) {
    try {
      const rows = database.prepare(statement).all(...values);
      return rows.map((row) => ({ ...row }));
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
      await setImmediate();
    }
  }
}

async function rowsOfPostgres(url: string, statement: string, values: Value[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let at = 0;
    const { rows } = await client.query<Record<string, unknown>>(
      statement.replaceAll('?', () => `$${(at += 1)}`),
      values,
    );
    return rows;
  } finally {
    await client.end();
  }
}

async function rowsOfMariadb(url: string, statement: string, values: Value[]): Promise<Record<string, unknown>[]> {
  const connection = await createConnection({ uri: url, charset: 'utf8mb4_bin', supportBigNumbers: true });
  try {
    const [rows] = await connection.query(statement, values);
    return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
  } finally {
    await connection.end();
  }
}
