import type { Store, Writer } from '@mosaic/platform/db';
import { MosaicError, PermanentError } from '@mosaic/platform/errors';

import type { EventTables } from './tables.ts';

/** Ends of the process in a row with one item in hand, after which it is not taken up any more. */
const ENDS = 2;

/** What transacts: a store, or an event log. */
type Rows = { transact: <R>(work: (writer: Writer<EventTables>) => Promise<R>) => Promise<R> } | Pick<Store<EventTables>, 'transact'>;

/** Items whose work is over while their row could not be taken away, e.g. on a full disk: no end of this process left those rows. */
const leftOver = new WeakMap<Rows, Set<string>>();

/**
 * Does the work on an item that a former process may have died of: one that killed or froze it would do so at each start. The row
 * is there while the work goes on and is taken away however it ends, so that only the process's own end leaves it. One that cannot
 * be taken away changes nothing about the work's result; it goes with the next item that is taken up.
 * @param item Unique in the service, e.g. "pipeline 12".
 * @throws MosaicError `internal` with a {@link PermanentError} cause, without a further try, where two starts ended in the middle of it.
 */
export async function takeUp<R>(rows: Rows, item: string, work: () => Promise<R>): Promise<R> {
  const ends = await mark(rows, item);
  try {
    if (ends >= ENDS)
      throw new MosaicError('internal', `The server ended ${ends} times while it worked on this after a start; it is not tried again.`, {
        cause: new PermanentError(),
      });
    return await work();
  } finally {
    await unmark(rows, item);
  }
}

/** Writes down that the item is in hand; answers how many processes have ended with it so far. */
async function mark(rows: Rows, item: string): Promise<number> {
  const own = leftOver.get(rows) ?? new Set();
  const over = [...own].filter((other) => other !== item);
  const ends = await rows.transact(async ({ db }) => {
    if (over.length > 0) await db.deleteFrom('taken_up').where('item', 'in', over).execute();
    const row = await db.selectFrom('taken_up').select('ends').where('item', '=', item).executeTakeFirst();
    const before = own.has(item) ? 0 : (row?.ends ?? 0);
    if (row === undefined) await db.insertInto('taken_up').values({ item, ends: 1 }).execute();
    else
      await db
        .updateTable('taken_up')
        .set({ ends: before + 1 })
        .where('item', '=', item)
        .execute();
    return before;
  });
  for (const settled of [item, ...over]) own.delete(settled);
  return ends;
}

async function unmark(rows: Rows, item: string): Promise<void> {
  try {
    await rows.transact(async ({ db }) => {
      await db.deleteFrom('taken_up').where('item', '=', item).execute();
    });
  } catch {
    // Whoever writes next meets the same fault and tells of it.
    leftOver.set(rows, (leftOver.get(rows) ?? new Set()).add(item));
  }
}
