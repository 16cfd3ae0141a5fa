import type { Insertable } from 'kysely';

import type { Store } from '@mosaic/platform/db';

import type { McpTables } from '../db/schema.ts';

export type CallRow = Insertable<McpTables['tool_calls']>;

/** Rows committed together at most. */
const BATCH = 200;

/** The audit of calls that change nothing. */
export interface AuditTrail {
  /** Resolves when the row is committed. Rows of calls that end at about the same time share one transaction. */
  record(row: CallRow): Promise<void>;
}

/** Commits in groups: one transaction per call would be the slowest part of a read. */
export function createAuditTrail(store: Store<McpTables>): AuditTrail {
  let queue: { row: CallRow; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let running = false;

  const flush = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.slice(0, BATCH);
      queue = queue.slice(BATCH);
      try {
        await store.transact(({ db }) =>
          db
            .insertInto('tool_calls')
            .values(batch.map(({ row }) => row))
            .execute(),
        );
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = false;
  };

  return {
    record: (row) =>
      new Promise((resolve, reject) => {
        queue.push({ row, resolve, reject });
        if (running) return;
        running = true;
        // Calls that finish in the same turn of the loop join the first group.
        setImmediate(() => void flush());
      }),
  };
}
