import type { TestProject } from 'vitest/node';

import type { DatabaseServer } from './database-server.ts';
import { startMariadb } from './mariadb.ts';
import { startPostgres } from './postgres.ts';
import { requireProgram } from './require-program.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server that services under test keep their rows in; absent: files of SQLite. */
    storeServer: StoreServer | undefined;
  }
}

export interface StoreServer {
  dialect: 'postgres' | 'mariadb';
  /** A database in which others are made. */
  url: string;
}

const ENGINES = {
  postgres: { start: startPostgres, program: '/usr/lib/postgresql/*/bin/initdb' },
  mariadb: { start: startMariadb, program: '/usr/sbin/mariadbd' },
} as const;

let server: DatabaseServer | undefined;

/** Before all tests of services: the server that `MOSAIC_TEST_STORE` (postgres or mariadb) names, if any. */
export async function setup(project: TestProject): Promise<void> {
  const wanted = process.env['MOSAIC_TEST_STORE'];
  if (wanted === undefined || wanted === 'sqlite') return;
  if (wanted !== 'postgres' && wanted !== 'mariadb') throw new Error(`MOSAIC_TEST_STORE is sqlite, postgres or mariadb; not ${wanted}.`);
  const { start, program } = ENGINES[wanted];
  const found = requireProgram(program);
  if (found === null) throw new Error(`${program} is needed; run: ./mosaic test --install`);
  server = await start(found);
  project.provide('storeServer', { dialect: wanted, url: await server.createDatabase('first') });
}

export async function teardown(): Promise<void> {
  await server?.[Symbol.asyncDispose]();
}
