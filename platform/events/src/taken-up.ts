import type { Store, Writer } from '@mosaic/platform/db';
import { Lasting, MosaicError } from '@mosaic/platform/errors';

import type { EventTables } from './tables.ts';

/** Ends of the process in a row with one item in hand, after which it is not taken up any more. */
const ENDS = 2;

/** What transacts: a store, or an event log. */
type Rows = { transact: <R>(work: (writer: Writer<EventTables>) => Promise<R>) => Promise<R> } | Pick<Store<EventTables>, 'transact'>;

/**
 * Does the work on an item that a former process may have died of: one that killed or froze it would do so at each start. The row
 * is there while the work goes on and is taken away however it ends, so that only the process's own end leaves it.
 * @param item Unique in the service, e.g. "pipeline 12".
 * @throws MosaicError `internal` with a {@link Lasting} cause, without a further try, where two starts ended in the middle of it.
 */
export async function takeUp<R>(rows: Rows, item: string, work: () => Promise<R>): Promise<R> {
  const ends = await rows.transact(async ({ db }) => {
    const row = await db.selectFrom('taken_up').select('ends').where('item', '=', item).executeTakeFirst();
    const before = Number(row?.ends ?? 0);
    if (row === undefined) await db.insertInto('taken_up').values({ item, ends: 1 }).execute();
    else
      await db
        .updateTable('taken_up')
        .set({ ends: before + 1 })
        .where('item', '=', item)
        .execute();
    return before;
  });
  try {
    if (ends >= ENDS)
      throw new MosaicError('internal', `The server ended ${ends} times while it worked on this after a start; it is not tried again.`, {
        cause: new Lasting(),
      });
    return await work();
  } finally {
    await rows.transact(async ({ db }) => {
      await db.deleteFrom('taken_up').where('item', '=', item).execute();
    });
  }
}
