import type { EventPage, EventRecord } from '@mosaic/contracts/mosaic';
import type { Store } from '@mosaic/platform/db';
import type { Caller } from '@mosaic/platform/identity';

import { isPlatform } from '../access/access-policy.ts';
import type { RepositoryAccess } from '../access/repository-access.ts';
import type { McpTables } from '../db/schema.ts';
import { FACT_HEAD } from './fact-writer.ts';

/** Rows read at once, and rows of the types looked at in one call at most; the answer's cursor then says where to go on. */
const CHUNK = 200;
const SCAN_LIMIT = 5_000;

export type FactRow = McpTables['facts'];

export interface FactQuery {
  after: number;
  limit: number;
  /** Only these types; all when empty. */
  types: readonly string[];
}

/** Facts that the caller may see, oldest first. `last` is how far it has looked, also past other types and facts of others. */
export async function readFacts(
  { store, access }: { store: Store<McpTables>; access: RepositoryAccess },
  caller: Caller,
  { after, limit, types }: FactQuery,
): Promise<EventPage> {
  const events: EventRecord[] = [];
  let last = after;
  for (let seen = 0; seen < SCAN_LIMIT; seen += CHUNK) {
    // The head is read first: whatever has a number up to it is committed, so the look that follows has missed none.
    const head = await store.read((db) =>
      db.selectFrom('event_head').select('seq').where('name', '=', FACT_HEAD).executeTakeFirstOrThrow(),
    );
    const rows = await store.read((db) =>
      db
        .selectFrom('facts')
        .selectAll()
        .where('seq', '>', last)
        .$if(types.length > 0, (query) => query.where('type', 'in', types))
        .orderBy('seq')
        .limit(CHUNK)
        .execute(),
    );
    for (const row of rows) {
      if (await maySeeFact(access, caller, row)) events.push(presentFact(row));
      last = Number(row.seq);
      if (events.length >= limit) return { events, last };
    }
    if (rows.length < CHUNK) return { events, last: Math.max(last, Number(head.seq)) };
  }
  return { events, last };
}

/**
 * An event of a repository is for its readers, a personal one for that person, any other for the platform alone. A personal
 * one names no repository, so a token that is limited to some does not get it.
 */
export async function maySeeFact(access: RepositoryAccess, caller: Caller, row: FactRow): Promise<boolean> {
  if (isPlatform(caller) && caller.repositories === null) return true;
  if (row.audience !== '') return row.audience === caller.login && caller.repositories === null;
  return access.sees(caller, row);
}

export function presentFact(row: FactRow): EventRecord {
  return {
    seq: Number(row.seq),
    id: row.id,
    source: row.source,
    type: row.type,
    subject: row.subject,
    time: Number(row.time),
    traceId: row.trace_id,
    actor: row.actor,
    data: JSON.parse(row.data) as Record<string, unknown>,
  };
}
