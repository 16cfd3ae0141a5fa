import type { Selectable } from 'kysely';

import { looks, type Bus, type EventLog } from '@mosaic/platform/events';
import type { Store } from '@mosaic/platform/db';
import type { Log } from '@mosaic/platform/log';
import { backoff, untilDisposed } from '@mosaic/platform/waiting';

import type { CiTables, StatusTable } from '../db/schema.ts';
import type { Forge } from '../forge/forge-gateway.ts';
import { findRepository } from '../repositories/repository-reader.ts';
import { STATUS_TOPIC } from './status-writer.ts';

type StatusRow = Selectable<StatusTable>;

/** Statuses looked at and lanes served at once. */
const PAGE = 200;
const LANES = 4;
/** Pauses after failed tries. */
const BACKOFF_MS = { first: 200, last: 60_000 };
/** A status that cannot be delivered for this long is given up. */
const GIVE_UP_MS = 24 * 60 * 60_000;
/** Longest sleep when nothing waits; a word on the bus ends it at once. */
const IDLE_MS = 60_000;

export interface DeliveryDeps {
  store: Store<CiTables>;
  events: EventLog<CiTables>;
  forge: Forge;
  bus: Bus;
  log: Log;
}

/** Delivers statuses to the forge, in order within a lane, at least once; a run never waits for it. */
export function startStatusDelivery(deps: DeliveryDeps): AsyncDisposable {
  return untilDisposed(async (signal) => {
    for await (const look of looks(deps.bus, STATUS_TOPIC, signal)) {
      try {
        look.within(await deliverDue(deps, signal));
      } catch (error) {
        deps.log.error({ err: error }, 'statuses could not be read; trying again');
        look.within(1_000);
      }
    }
  });
}

/** Serves what is due; answers how long nothing will be, in ms. */
async function deliverDue(deps: DeliveryDeps, signal: AbortSignal): Promise<number> {
  for (;;) {
    const rows = await deps.store.read((db) => db.selectFrom('statuses').selectAll().orderBy('id').limit(PAGE).execute());
    const heads = [...new Map(rows.toReversed().map((row) => [row.lane, row])).values()];
    const now = Date.now();
    const due = heads.filter((row) => row.next_at <= now).toSorted((a, b) => a.id - b.id);
    if (due.length === 0 || signal.aborted) {
      const next = Math.min(...heads.map((row) => row.next_at));
      return Number.isFinite(next) ? Math.max(10, next - now) : IDLE_MS;
    }
    await Promise.all(due.slice(0, LANES).map((row) => deliver(deps, row)));
  }
}

async function deliver({ store, events, forge, log }: DeliveryDeps, row: StatusRow): Promise<void> {
  const repository = await store.read((db) => findRepository(db, row.repository_id));
  let failure: unknown;
  try {
    const isTaken =
      repository !== undefined &&
      (await forge.postStatus(repository, {
        sha: row.sha,
        state: row.state,
        context: row.context,
        description: row.description,
        targetUrl: row.target_url,
      }));
    if (!isTaken) log.warn({ context: row.context, sha: row.sha }, 'the forge does not take this status; it is dropped');
  } catch (error) {
    failure = error;
  }
  const isOver = failure === undefined || Date.now() - row.created_at > GIVE_UP_MS;
  await events.transact(async ({ db }) => {
    if (isOver) await db.deleteFrom('statuses').where('id', '=', row.id).execute();
    else {
      const pauseMs = backoff(BACKOFF_MS, row.attempts + 1);
      await db
        .updateTable('statuses')
        .set({ attempts: row.attempts + 1, next_at: Date.now() + pauseMs })
        .where('id', '=', row.id)
        .execute();
    }
  });
  if (failure !== undefined)
    log.warn({ err: failure, context: row.context, attempts: row.attempts + 1 }, 'a status could not be delivered');
}
