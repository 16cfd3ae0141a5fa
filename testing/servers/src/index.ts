export { openDatabaseFile } from './database-file.ts';
export { startMariadb } from './mariadb.ts';
export { startPostgres } from './postgres.ts';
export { requireProgram } from './require-program.ts';
export { isOnSqlite, openTestStore, type TestStore } from './test-store.ts';
export { storeEngines, type StoreEngine } from './stores.ts';
export type { DatabaseServer } from './database-server.ts';
