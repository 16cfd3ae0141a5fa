import type { EventLog } from '@mosaic/platform/events';
import { repeat } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import type { ForgeTables } from '../db/schema.ts';
import type { LfsStore } from '../lfs/lfs-store.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Deliveries that passed or were given up are kept so long; a redelivery after it counts as a new one. */
const DELIVERIES_KEPT_MS = 30 * DAY_MS;
/** Settled pushes are kept so long; their events stay without end. */
const PUSHES_KEPT_MS = 90 * DAY_MS;
const EVERY_MS = 60 * 60_000;
/** Rows of one transaction, so that no push waits long for the writer. */
const BATCH = 500;

/** Drops old deliveries and pushes, and large files that no repository has, at the start and every hour. The outbox stays: others read it by cursor. */
export function startRetention({
  events,
  lfs,
  log,
}: {
  events: EventLog<ForgeTables>;
  lfs: Pick<LfsStore, 'sweep'>;
  log: Log;
}): AsyncDisposable {
  const drop = async (signal: AbortSignal): Promise<void> => {
    for (const dropBatch of [dropDeliveries, dropPushes])
      while (!signal.aborted && (await dropBatch(events, Date.now())) === BATCH) continue;
    await lfs.sweep(signal);
  };
  return repeat(drop, { everyMs: EVERY_MS, atOnce: true, log, failed: 'what nobody needs any more could not be dropped' });
}

/** Waiting deliveries have no `finished_at`, open pushes no `settled_at`: neither is ever dropped. */
async function dropDeliveries(events: EventLog<ForgeTables>, now: number): Promise<number> {
  return events.transact(async ({ db }) => {
    const rows = await db
      .selectFrom('deliveries')
      .select('seq')
      .where('finished_at', '<', now - DELIVERIES_KEPT_MS)
      .where('state', '!=', 'waiting')
      .limit(BATCH)
      .execute();
    const found = rows.map(({ seq }) => seq);
    if (found.length > 0) await db.deleteFrom('deliveries').where('seq', 'in', found).execute();
    return found.length;
  });
}

async function dropPushes(events: EventLog<ForgeTables>, now: number): Promise<number> {
  return events.transact(async ({ db }) => {
    const rows = await db
      .selectFrom('pushes')
      .select('id')
      .where('settled_at', '<', now - PUSHES_KEPT_MS)
      .where('state', '=', 'settled')
      .limit(BATCH)
      .execute();
    const found = rows.map(({ id }) => id);
    if (found.length === 0) return 0;
    await db.deleteFrom('pushes').where('id', 'in', found).execute();
    return found.length;
  });
}
