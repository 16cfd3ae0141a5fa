import { randomUUID } from 'node:crypto';

import { type Kysely, type Transaction } from 'kysely';

import type { EventData, EventDatum, EventPage } from '@mosaic/contracts/mosaic';
import { toJson, type Reader, type Store, type Writer } from '@mosaic/platform/db';

import type { Bus } from './bus.ts';
import type { Cause } from './cause.ts';
import { eventOf } from './event-row.ts';
import { until } from './looks.ts';
import { askReplay, listParked, parkedWords, type ParkedEvent, type WhichParked } from './parked.ts';
import type { EventTables } from './tables.ts';

export interface EventDraft<D extends EventDatum> {
  /** What it is about: "owner/repo", a login, a task key … at most 190 characters. */
  subject: string;
  data: EventData<D>;
  /** Given by a service that keeps the event elsewhere too; a new one otherwise. */
  id?: string;
}

/** The writer of a service's transaction; it tells of the change once it knows who makes it. */
export interface EventWriter<T> extends Writer<T> {
  /** The same transaction, emitting as this actor in this journey. */
  readonly as: (cause: Cause) => EmittingWriter<T>;
}

/** A writer whose transaction also tells: the change and its events commit together or not at all. */
export interface EmittingWriter<T> extends EventWriter<T> {
  readonly cause: Cause;
  readonly emit: <D extends EventDatum>(event: D, draft: EventDraft<D>) => void;
}

export interface EventLog<T> {
  readonly source: string;
  read: Store<T>['read'];
  /** The one way to write in a service. Numbers are given at the end, under the head row. */
  transact<R>(work: (writer: EventWriter<T>) => Promise<R>): Promise<R>;
  /** Events after a cursor, oldest first; waits up to `waitMs` when there is none. `limit` is at most 500. */
  page(request: { after: number; limit: number; waitMs: number; signal?: AbortSignal }): Promise<EventPage>;
  /** Events of any feed that this service's consumers have parked. */
  parked(): Promise<ParkedEvent[]>;
  /** Has them tried again; each consumer does so before its next page, within half a minute. Answers how many. */
  replay(which: WhichParked): Promise<number>;
  /** A consumer of this service fails, by itself or at an event, or (null) goes on. */
  note(consumer: string, error: unknown): void;
  /** Why the service is not wholly well: events parked, or a consumer that gets no further for a minute; null for neither. */
  trouble(): Promise<string | null>;
}

/** The outbox of one service, over its own store. `T` is the service's tables, which include {@link EventTables}. */
export async function openEventLog<T extends EventTables>(options: { source: string; store: Store<T>; bus: Bus }): Promise<EventLog<T>> {
  const { source, bus } = options;
  const store = options.store as unknown as Store<EventTables>;
  const topic = `${source}.events`;
  await store.transact(async ({ db }) => {
    const head = await db.selectFrom('event_head').select('seq').where('name', '=', 'head').executeTakeFirst();
    if (head === undefined) await db.insertInto('event_head').values({ name: 'head', seq: 0 }).execute();
  });

  const waiting = new Waiting();
  const readPage = (after: number, limit: number) => store.read((db) => selectPage(db, { source, after, limit }));

  return {
    source,
    parked: () => listParked(store),
    replay: (which) => askReplay(store, which),
    note: (consumer, error) => waiting.note(consumer, error),
    trouble: async () => (await parkedWords(store)) ?? waiting.words(),
    read: (work) => options.store.read(work),
    transact: (work) =>
      options.store.transact(async (writer) => {
        const drafts: StoredDraft[] = [];
        const base = { db: writer.db, afterCommit: (effect: () => void) => writer.afterCommit(effect) };
        const as = (cause: Cause): EmittingWriter<T> => ({
          ...base,
          as,
          cause,
          emit: (event, { id = randomUUID(), subject, data }) =>
            drafts.push({ id, type: event.type, time: Date.now(), subject, cause, data: event.data.parse(data) }),
        });
        const result = await work({ ...base, as });
        if (drafts.length > 0) {
          await append(writer.db as unknown as Transaction<EventTables>, drafts);
          writer.afterCommit(() => bus.publish(topic));
        }
        return result;
      }),
    async page({ after, limit, waitMs, signal }) {
      const bounded = Math.min(Math.max(limit, 1), 500);
      const look = async () => {
        const page = await readPage(after, bounded);
        return page.events.length > 0 ? page : null;
      };
      return (await until(bus, topic, look, { waitMs, signal })) ?? { events: [], last: after };
    },
  };
}

/** A consumer that gets no further for so long is told of, ms: longer than a restart of a neighbour takes. */
const PATIENCE_MS = 60_000;

/** Consumers that fail now, since when and why. */
class Waiting {
  readonly #since = new Map<string, { at: number; error: unknown }>();

  note(consumer: string, error: unknown): void {
    if (error === null) this.#since.delete(consumer);
    else this.#since.set(consumer, { at: this.#since.get(consumer)?.at ?? Date.now(), error });
  }

  words(): string | null {
    const [longest] = [...this.#since].filter(([, { at }]) => Date.now() - at >= PATIENCE_MS).toSorted((a, b) => a[1].at - b[1].at);
    if (longest === undefined) return null;
    const [consumer, { at, error }] = longest;
    const words = error instanceof Error ? error.message : String(error);
    return `The events for ${consumer} wait since ${new Date(at).toISOString()}: ${words}`;
  }
}

interface StoredDraft {
  id: string;
  type: string;
  time: number;
  subject: string;
  cause: Cause;
  data: Record<string, unknown>;
}

async function append(db: Transaction<EventTables>, drafts: StoredDraft[]): Promise<void> {
  await db
    .updateTable('event_head')
    .set((expression) => ({ seq: expression('seq', '+', drafts.length) }))
    .where('name', '=', 'head')
    .execute();
  const { seq } = await db.selectFrom('event_head').select('seq').where('name', '=', 'head').executeTakeFirstOrThrow();
  const first = seq - drafts.length + 1;
  await db
    .insertInto('events')
    .values(
      drafts.map(({ id, type, time, subject, cause, data }, index) => ({
        seq: first + index,
        id,
        type,
        time,
        subject,
        trace_id: cause.traceId,
        actor: cause.actor,
        data: toJson(data),
      })),
    )
    .execute();
}

async function selectPage(
  db: Reader<EventTables> | Kysely<EventTables>,
  { source, after, limit }: { source: string; after: number; limit: number },
): Promise<EventPage> {
  const rows = await db.selectFrom('events').selectAll().where('seq', '>', after).orderBy('seq').limit(limit).execute();
  const events = rows.map((row) => eventOf(row, source));
  return { events, last: events.at(-1)?.seq ?? after };
}
