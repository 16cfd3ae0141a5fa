import { EventRecord } from '@mosaic/contracts/mosaic';
import type { Store } from '@mosaic/platform/db';

import type { EventTables } from './tables.ts';

/** An event that a consumer could not take. */
export interface ParkedEvent {
  consumer: string;
  seq: number;
  type: string;
  subject: string;
  error: string;
  attempts: number;
  /** Unix milliseconds. */
  parkedAt: number;
  /** Whether it is going to be tried again: somebody asked for it, or it is by itself. */
  replay: boolean;
}

/** Parked events of one consumer, one of them, or all. */
export interface WhichParked {
  consumer?: string | undefined;
  seq?: number | undefined;
}

/** Parked events shown at once. */
const LIST_LIMIT = 200;

/** What a service's consumers have parked, oldest first. */
export async function listParked(store: Store<EventTables>): Promise<ParkedEvent[]> {
  const rows = await store.read((db) => db.selectFrom('event_parked').selectAll().orderBy('parked_at').limit(LIST_LIMIT).execute());
  return rows.map((row) => {
    const event = readEvent(row.event);
    return {
      consumer: row.consumer,
      seq: row.seq,
      type: event?.type ?? '',
      subject: event?.subject ?? '',
      error: row.error,
      attempts: row.attempts,
      parkedAt: row.parked_at,
      replay: row.replay === 1 || row.retry_at > 0,
    };
  });
}

/** null where the row is damaged: the others are shown, and this one by its numbers. */
function readEvent(text: string): EventRecord | null {
  try {
    return EventRecord.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Has them tried again, one or all; each consumer does so before its next page, within half a minute. Answers how many. */
export async function askReplay(store: Store<EventTables>, { consumer, seq }: WhichParked): Promise<number> {
  const result = await store.transact(({ db }) =>
    db
      .updateTable('event_parked')
      .set({ replay: 1 })
      .$if(consumer !== undefined, (query) => query.where('consumer', '=', consumer as string))
      .$if(seq !== undefined, (query) => query.where('seq', '=', seq as number))
      .executeTakeFirst(),
  );
  return Number(result.numUpdatedRows);
}

/** Why a service that has parked events is not wholly well; null when there are none. */
export async function parkedWords(store: Store<EventTables>): Promise<string | null> {
  const { parked } = await store.read((db) =>
    db
      .selectFrom('event_parked')
      .select((expression) => expression.fn.countAll<number>().as('parked'))
      .executeTakeFirstOrThrow(),
  );
  if (parked === 0) return null;
  return `${parked === 1 ? 'One event' : `${parked} events`} could not be taken and ${parked === 1 ? 'was' : 'were'} put aside; "mosaic event list" shows why and which are tried again by themselves, "mosaic event replay" tries again now.`;
}
