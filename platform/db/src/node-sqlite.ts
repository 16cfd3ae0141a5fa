import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';

/** Prepared statements kept per connection; the services use a few hundred distinct ones. */
const STATEMENT_LIMIT = 500;

/** Opens a SQLite file for Kysely. The reader is query_only: a write through it fails. */
export function sqliteDialect(file: string, mode: 'read' | 'write'): SqliteDialect {
  return new ImmediateSqliteDialect(() => {
    const database = new DatabaseSync(file);
    database.exec(
      'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY',
    );
    if (mode === 'read') database.exec('PRAGMA query_only = ON');
    return new CachingDatabase(database);
  });
}

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #open: () => SqliteDatabase;

  constructor(open: () => SqliteDatabase) {
    super({ database: async () => open() });
    this.#open = open;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateSqliteDriver({ database: async () => this.#open() });
  }

  override createAdapter(): SqliteAdapter {
    return new SqliteAdapter();
  }
}

/** Takes the write lock at the beginning, so that a transaction never fails half-way for want of it. */
class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** After some faults, a full disk among them, SQLite has rolled back itself (sqlite.org/lang_transaction.html 3); the fault itself counts. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch((error: unknown) => {
      if (!(error instanceof Error && error.message.includes('no transaction is active'))) throw error;
    });
  }
}

class CachingDatabase implements SqliteDatabase {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  prepare(sql: string): SqliteStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = adapt(this.#database.prepare(sql));
    if (this.#statements.size >= STATEMENT_LIMIT) this.#statements.delete(this.#statements.keys().next().value as string);
    this.#statements.set(sql, statement);
    return statement;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}

function adapt(statement: StatementSync): SqliteStatement {
  const values = (parameters: readonly unknown[]) =>
    parameters.map((value) => (typeof value === 'boolean' ? Number(value) : value)) as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)) as IterableIterator<unknown>,
  };
}
