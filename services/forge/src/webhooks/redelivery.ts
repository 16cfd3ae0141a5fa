import { randomUUID } from 'node:crypto';

import { auditWritten, refUpdated, type EventRecord } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { eventOf, type Cause, type EventLog } from '@mosaic/platform/events';
import type { Reader, Store } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import type { Repository } from '../repositories/repository.ts';
import { insertDeliveries, type PlannedDelivery } from './delivery-ledger.ts';
import type { DeliveryPlanner } from './delivery-planner.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Hook } from './hook.ts';

/** Earlier pushes that a new hook gets, the newest ones. */
const EARLIER_MAX = 50;
/** Pushes that come while a hook catches up make it look again, this often at most. */
const LOOKS_MAX = 20;

/** Delivers an event of the past to a hook: the same unique row, so a receiver that has it gets nothing twice. */
export class Redelivery {
  readonly #ports: { store: Store<ForgeTables>; events: EventLog<ForgeTables>; planner: DeliveryPlanner; dispatcher: Dispatcher };

  constructor(ports: { store: Store<ForgeTables>; events: EventLog<ForgeTables>; planner: DeliveryPlanner; dispatcher: Dispatcher }) {
    this.#ports = ports;
  }

  /** @throws MosaicError `not_found` when the event is not one of the hook's repository. */
  async deliver(hook: Hook, eventId: string, cause: Cause): Promise<void> {
    const { events, planner, dispatcher } = this.#ports;
    const record = await this.#event(events.source, eventId);
    if (record === null || record.data['repositoryId'] !== hook.repositoryId)
      throw new MosaicError('not_found', 'The repository of this webhook has no such event.');
    const planned = await planner.plan(record, hook);
    await events.transact(async (writer) => {
      await insertDeliveries(writer, record, { planned, again: true });
      writer.as(cause).emit(auditWritten, {
        subject: record.subject,
        data: { operation: 'hook.deliver', allowed: true, detail: { hookId: hook.id, eventId } },
      });
      writer.afterCommit(() => dispatcher.wake());
    });
  }

  /**
   * Turns a new hook on so that it gets the pushes that came before it first, in their order, and misses none in between. Plans
   * are made before the transaction, which writes them only when no further push has come meanwhile.
   */
  async catchUp(repository: Repository, hook: Hook): Promise<Hook> {
    const { events, planner, dispatcher, store } = this.#ports;
    const turnedOn = { ...hook, active: true };
    for (let look = 0; look < LOOKS_MAX; look++) {
      const records = (await store.read((db) => pushesOf(db, repository).limit(EARLIER_MAX).execute()))
        .map((row) => eventOf(row, events.source))
        .toReversed();
      const plans: { record: EventRecord; planned: PlannedDelivery[] }[] = [];
      for (const record of records) plans.push({ record, planned: await planner.plan(record, turnedOn) });
      const isOn = await events.transact(async (writer) => {
        const newest = await pushesOf(writer.db, repository).limit(1).executeTakeFirst();
        if (newest !== undefined && newest.seq !== records.at(-1)?.seq) return false;
        for (const { record, planned } of plans) await insertDeliveries(writer, record, { planned, again: false });
        await writer.db.updateTable('hooks').set({ active: 1 }).where('id', '=', hook.id).execute();
        writer.afterCommit(() => dispatcher.wake());
        return true;
      });
      if (isOn) return turnedOn;
    }
    throw new MosaicError('conflict', `${repository.fullName} is being pushed to all the time; add the webhook again in a moment.`);
  }

  /** Delivers the newest push of the default branch as a delivery of its own, so that a receiver can be tried out. */
  async test(repository: Repository, hook: Hook, cause: Cause): Promise<void> {
    const { events, planner, dispatcher } = this.#ports;
    const newest = await this.#newestPush(events.source, repository);
    if (newest === null)
      throw new MosaicError('not_found', `Nothing has been pushed to ${repository.fullName} yet, so there is nothing to deliver.`);
    const record = { ...newest, id: `test-${randomUUID()}`, traceId: cause.traceId };
    const planned = await planner.plan(record, hook);
    await events.transact(async (writer) => {
      await insertDeliveries(writer, record, { planned, again: false });
      writer.as(cause).emit(auditWritten, {
        subject: repository.fullName,
        data: { operation: 'hook.test', allowed: true, detail: { hookId: hook.id } },
      });
      writer.afterCommit(() => dispatcher.wake());
    });
  }

  async #newestPush(source: string, repository: Repository): Promise<EventRecord | null> {
    // The outbox, not the rows of pushes: those are dropped after a while.
    const row = await this.#ports.store.read((db) => pushesOf(db, repository).limit(1).executeTakeFirst());
    const record = row === undefined ? null : eventOf(row, source);
    // An earlier repository of that name has events too.
    return record?.data['repositoryId'] === repository.id ? record : null;
  }

  async #event(source: string, eventId: string): Promise<EventRecord | null> {
    const row = await this.#ports.store.read((db) => db.selectFrom('events').selectAll().where('id', '=', eventId).executeTakeFirst());
    return row === undefined ? null : eventOf(row, source);
  }
}

/** Events of a repository's refs, newest first. */
function pushesOf(db: Reader<ForgeTables>, { fullName }: Repository) {
  return db.selectFrom('events').selectAll().where('type', '=', refUpdated.type).where('subject', '=', fullName).orderBy('seq', 'desc');
}
