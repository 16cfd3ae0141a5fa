import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { DialectName, StoreLocation } from '@mosaic/platform/db';

import type { DatabaseServer } from './database-server.ts';
import { startMariadb } from './mariadb.ts';
import { startPostgres } from './postgres.ts';
import { requireProgram } from './require-program.ts';

/** One engine of the store suite: real, started on first use. */
export interface StoreEngine extends AsyncDisposable {
  dialect: DialectName;
  /** Why its tests are skipped on this machine; null when it is there. */
  missing: string | null;
  /** A fresh, empty place for one test. */
  location(): Promise<StoreLocation>;
}

/** The three engines that every service's schema runs on. */
export function storeEngines(): StoreEngine[] {
  const initdb = requireProgram('/usr/lib/postgresql/*/bin/initdb');
  const mariadbd = requireProgram('/usr/sbin/mariadbd');
  return [
    sqliteEngine(),
    serverEngine('postgres', initdb === null ? null : () => startPostgres(initdb), 'PostgreSQL is not installed'),
    serverEngine('mariadb', mariadbd === null ? null : () => startMariadb(mariadbd), 'MariaDB is not installed'),
  ];
}

function sqliteEngine(): StoreEngine {
  const folders: string[] = [];
  return {
    dialect: 'sqlite',
    missing: null,
    async location() {
      const folder = await mkdtemp(join(tmpdir(), 'mosaic-store-'));
      folders.push(folder);
      return { dialect: 'sqlite', file: join(folder, 'store.db') };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}

function serverEngine(dialect: 'postgres' | 'mariadb', start: (() => Promise<DatabaseServer>) | null, missing: string): StoreEngine {
  let server: Promise<DatabaseServer> | null = null;
  let made = 0;
  return {
    dialect,
    missing: start === null ? missing : null,
    async location() {
      server ??= (start as () => Promise<DatabaseServer>)();
      made += 1;
      return { dialect, url: await (await server).createDatabase(`test${made}`) };
    },
    async [Symbol.asyncDispose]() {
      await (await server)?.[Symbol.asyncDispose]();
    },
  };
}
