import { DatabaseSync } from 'node:sqlite';

const BUSY_MS = 10_000;

/**
 * A service's database as a file. Another process may be writing it at this moment, so a statement waits
 * for its turn; rows that a service of this very process writes are read with `openTestStore`.
 */
export const openDatabaseFile = (file: string, options: { readOnly?: boolean } = {}): DatabaseSync =>
  new DatabaseSync(file, { ...options, timeout: BUSY_MS });
