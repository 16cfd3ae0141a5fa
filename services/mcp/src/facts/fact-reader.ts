import type { EventRecord } from '@mosaic/contracts/mosaic';
import { eventOf } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';

import { isPlatform } from '../access/access-policy.ts';
import type { RepositoryAccess } from '../access/repository-access.ts';
import type { McpContext } from '../context.ts';
import type { FactPage, FactQuery, FactRow } from './fact.ts';
import { FACT_HEAD } from './fact-writer.ts';

/** Rows read at once, and rows of the types looked at in one call at most; the answer's cursor then says where to go on. */
const CHUNK = 200;
const SCAN_LIMIT = 5_000;

/**
 * Facts that the caller may see, oldest first. For the platform, which sees all, `last` is how far it has looked; for anyone else
 * it is the last one shown, and how far the look went stays here ({@link ScanMemory}).
 */
export async function readFacts(
  { store, access, scans }: Pick<McpContext, 'store' | 'access' | 'scans'>,
  caller: Caller,
  query: FactQuery,
): Promise<FactPage> {
  const { after, from, limit, types } = query;
  const seesAll = isPlatform(caller) && caller.repositories === null;
  const events: EventRecord[] = [];
  let looked = seesAll ? from : scans.begin(caller, query);
  const page = (isWhole: boolean): FactPage => {
    // Once something is shown, the caller goes on from there.
    if (!seesAll && events.length === 0) scans.keep(caller, query, looked);
    return { events, last: seesAll ? looked : (events.at(-1)?.seq ?? after), isWhole };
  };
  for (let seen = 0; seen < SCAN_LIMIT; seen += CHUNK) {
    // The head is read first: whatever has a number up to it is committed, so the look that follows has missed none.
    const head = await store.read((db) =>
      db.selectFrom('event_head').select('seq').where('name', '=', FACT_HEAD).executeTakeFirstOrThrow(),
    );
    const rows = await store.read((db) =>
      db
        .selectFrom('facts')
        .selectAll()
        .where('seq', '>', looked)
        .$if(types.length > 0, (facts) => facts.where('type', 'in', types))
        .orderBy('seq')
        .limit(CHUNK)
        .execute(),
    );
    for (const row of rows) {
      if (await maySeeFact(access, caller, row)) events.push(eventOf(row, row.source));
      looked = row.seq;
      if (events.length >= limit) return page(false);
    }
    if (rows.length < CHUNK) {
      looked = Math.max(looked, head.seq);
      return page(true);
    }
  }
  return page(false);
}

/**
 * A number below every fact of what happened from a moment on, Unix ms. Times are the sources', which may be late: a newer number may be
 * of an older time.
 */
export async function factBefore({ store }: Pick<McpContext, 'store'>, time: number): Promise<number> {
  return store.read(async (db) => {
    const { seq: head } = await db.selectFrom('event_head').select('seq').where('name', '=', FACT_HEAD).executeTakeFirstOrThrow();
    const { first } = await db
      .selectFrom('facts')
      // Of the bare number SQLite would walk all facts from the first.
      .select((expression) => expression.fn.min<number | null>(expression('seq', '+', 0)).as('first'))
      .where('time', '>=', time)
      .executeTakeFirstOrThrow();
    return first === null ? head : Math.min(head, first - 1);
  });
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
