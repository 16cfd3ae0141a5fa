import { randomUUID } from 'node:crypto';

import { type EventRecord, webhookDelivered } from '@mosaic/contracts/mosaic';
import type { Store } from '@mosaic/platform/db';
import type { EventLog, EventWriter } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { about, findRepository } from '../repositories/repository.ts';
import { deliveryOf, type Delivery } from './delivery.ts';
import type { Attempt } from './post-delivery.ts';

/** A delivery that is to be: one hook and one payload of one event. */
export interface PlannedDelivery {
  hookId: number;
  repositoryId: number;
  event: string;
  payload: string;
}

/** The rows of deliveries: made once for each hook and event, worked off in order. */
export class DeliveryLedger {
  readonly #store: Store<ForgeTables>;
  readonly #events: EventLog<ForgeTables>;

  constructor(store: Store<ForgeTables>, events: EventLog<ForgeTables>) {
    this.#store = store;
    this.#events = events;
  }

  /** The first waiting delivery of each hook, and whose repository it is of; the others of a hook wait for it. */
  async heads(): Promise<{ hookId: number; ownerId: number; nextAt: number }[]> {
    return this.#store.read(async (db) => {
      const first = db
        .selectFrom('deliveries')
        .select((select) => select.fn.min('seq').as('seq'))
        .where('state', '=', 'waiting')
        .groupBy('hook_id');
      const rows = await db
        .selectFrom('deliveries')
        .innerJoin('repositories', 'repositories.id', 'deliveries.repository_id')
        .select(['hook_id', 'owner_id', 'next_at'])
        .where('seq', 'in', first)
        .execute();
      return rows.map((row) => ({ hookId: row.hook_id, ownerId: row.owner_id, nextAt: row.next_at }));
    });
  }

  async head(hookId: number): Promise<Delivery | null> {
    return this.#store.read(async (db) => {
      const row = await db
        .selectFrom('deliveries')
        .selectAll()
        .where('hook_id', '=', hookId)
        .where('state', '=', 'waiting')
        .orderBy('seq')
        .executeTakeFirst();
      return row === undefined ? null : deliveryOf(row);
    });
  }

  /** The hook's secret and what its deliveries say in `Authorization`, both sealed; empty for none. */
  async sealed(hookId: number): Promise<{ secret: string; authorization: string }> {
    return this.#store.read(async (db) => {
      const row = await db.selectFrom('hooks').select(['secret', 'authorization_header']).where('id', '=', hookId).executeTakeFirst();
      return { secret: row?.secret ?? '', authorization: row?.authorization_header ?? '' };
    });
  }

  /** Writes what came of a try: delivered, tried again at `retryAt`, or given up (null). */
  async record(delivery: Delivery, attempt: Attempt, retryAt: number | null): Promise<void> {
    const isDone = attempt.status >= 200 && attempt.status < 300;
    const now = Date.now();
    await this.#events.transact(async ({ db, as }) => {
      await db
        .updateTable('deliveries')
        .set({
          attempts: delivery.attempts + 1,
          status: attempt.status,
          response: attempt.response,
          state: isDone ? 'delivered' : retryAt === null ? 'failed' : 'waiting',
          next_at: retryAt ?? now,
          finished_at: isDone || retryAt === null ? now : null,
        })
        .where('seq', '=', delivery.seq)
        .execute();
      const repository = await findRepository(db, delivery.repositoryId);
      if (repository === undefined || (!isDone && retryAt !== null)) return;
      const { hookId, id: deliveryId, event } = delivery;
      const told = about(repository, { hookId, deliveryId, event, status: attempt.status });
      as({ actor: 'mosaic-forge', traceId: delivery.traceId }).emit(webhookDelivered, told);
    });
  }
}

/** Inserts deliveries of an event; those that are there already stay as they are, and given-up ones wait again if `again`. */
export async function insertDeliveries(
  { db }: EventWriter<ForgeTables>,
  record: Pick<EventRecord, 'id' | 'traceId'>,
  { planned, again }: { planned: readonly PlannedDelivery[]; again: boolean },
): Promise<void> {
  for (const one of planned) {
    const known = await db
      .selectFrom('deliveries')
      .select(['seq', 'state'])
      .where('hook_id', '=', one.hookId)
      .where('event_id', '=', record.id)
      .where('event', '=', one.event)
      .executeTakeFirst();
    if (known !== undefined) {
      if (again && known.state === 'failed')
        await db
          .updateTable('deliveries')
          .set({ state: 'waiting', attempts: 0, next_at: Date.now() })
          .where('seq', '=', known.seq)
          .execute();
      continue;
    }
    // The hook may have been deleted since the plan was made.
    const hook = await db.selectFrom('hooks').select('id').where('id', '=', one.hookId).executeTakeFirst();
    if (hook === undefined) continue;
    const now = Date.now();
    await db
      .insertInto('deliveries')
      .values({
        id: randomUUID(),
        hook_id: one.hookId,
        repository_id: one.repositoryId,
        event_id: record.id,
        event: one.event,
        trace_id: record.traceId,
        payload: one.payload,
        state: 'waiting',
        attempts: 0,
        next_at: now,
        status: 0,
        response: '',
        created_at: now,
        finished_at: null,
      })
      .execute();
  }
}
