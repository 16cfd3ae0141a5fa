import { EventRecord } from '@mosaic/contracts/mosaic';
import { faultKind, type FaultKind } from '@mosaic/platform/errors';
import type { Log } from '@mosaic/platform/log';
import { backoff, pause, untilDisposed } from '@mosaic/platform/waiting';

import type { EventLog, EventWriter } from './event-log.ts';
import type { FetchPage } from './feed.ts';
import type { EventTables } from './tables.ts';
import { takeUp } from './taken-up.ts';

/** A running reader of a feed; disposing it waits for the page in hand. */
export type Consumer = AsyncDisposable;

export interface ConsumerOptions<T> {
  /** Unique in the service; names the cursor row. */
  name: string;
  feed: FetchPage;
  /** The service's own log: the cursor lives in its store. */
  events: EventLog<T>;
  log: Log;
  /**
   * Work to do before the rows are written: effects outside the database, which must be idempotent, since a crash
   * repeats the page. Its answer is handed to `apply`.
   */
  prepare?: (event: EventRecord, signal: AbortSignal) => Promise<unknown>;
  /** Rows that follow from the event; committed together with the cursor, so exactly once. */
  apply?: (writer: EventWriter<T>, event: EventRecord, prepared: unknown) => Promise<void>;
  /** Pause after each page in which further events gather, ms; for work that nobody waits for. None by default. */
  gatherMs?: number;
}

/** Events asked for at once, and how long the feed may hold an empty answer. */
const PAGE = 100;
const WAIT_MS = 25_000;
/**
 * What is parked is looked at no more often, while pages follow each other: whoever asks for a replay, in whichever process,
 * writes only its row.
 */
const LOOK_MS = 2_000;
/**
 * Events that only write rows are taken so many at once, where there are more: a transaction costs more than its rows. As many are
 * taken alone after a start, so that one that a process died of among others is found.
 */
const TOGETHER = 20;
/** Pauses after faults. */
const BACKOFF_MS = { first: 50, last: 5_000 };
/** A fault whose pause has grown this long is told to the operator. */
const LASTING_MS = 800;
/**
 * Attempts at an event whose handling fails though all that it needs is there, while later ones wait; with the pauses between, some
 * 6 s. After that it is parked and tried again after these pauses, some 10 minutes in all, while later ones go on.
 */
const ATTEMPTS = 8;
const ASIDE_MS = [10_000, 30_000, 60_000, 180_000, 300_000] as const;
/** Characters of an error that are kept. */
const ERROR_LIMIT = 2_000;
/** Names of the consumers that run, by the log that keeps their cursors. */
const FOLLOWING = new WeakMap<object, Set<string>>();

/**
 * Follows a feed from its stored cursor, in order. An event that fails is tried again with a growing pause; where something
 * needed is away, for as long as it takes. One that goes on failing (at once where the fault is permanent, or where the process ended
 * with it in hand at several starts) is parked: its row and the cursor are written together, and later events go on. One that did
 * not fail for good is tried again from the side some more times; `event_parked` keeps the rest for a replay. So order holds except
 * where one event would keep all others: consumers of a feed take deliveries and runs that overtake each other.
 * Throws where one of its name runs on the same log.
 */
export function createConsumer<T extends EventTables>(options: ConsumerOptions<T>): Consumer {
  const { name, events } = options;
  const names = FOLLOWING.get(events) ?? new Set();
  if (names.has(name)) throw new Error(`A consumer "${name}" runs already; two would move one cursor.`);
  FOLLOWING.set(events, names.add(name));
  const running = untilDisposed((signal) => follow(options as unknown as ConsumerOptions<EventTables>, signal));
  return {
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      names.delete(name);
    },
  };
}

async function follow(options: ConsumerOptions<EventTables>, signal: AbortSignal): Promise<void> {
  let failures = 0;
  let after: number | null = null;
  let dueAt = 0;
  let lookAt = 0;
  const failed = { seq: -1, attempts: 0 };
  // The one that a process ends with in its hands is the first that the next one takes up.
  let isFirst = true;
  let alone = TOGETHER;
  while (!signal.aborted) {
    let inHand: EventRecord | null = null;
    try {
      after ??= await loadCursor(options);
      if (Date.now() >= lookAt) {
        dueAt = await replayParked(options, signal);
        lookAt = Math.min(dueAt, Date.now() + LOOK_MS);
      }
      const page = await options.feed({ after, limit: PAGE, waitMs: Math.min(WAIT_MS, Math.max(0, dueAt - Date.now())), signal });
      if (page.events.length === 0) options.events.note(options.name, null);
      const together = alone > 0 ? [] : await consumeTogether(options, page.events, signal);
      after = together.at(-1)?.seq ?? after;
      if (together.length > 0) failures = 0;
      for (const event of page.events.slice(together.length)) {
        if (signal.aborted) return;
        inHand = event;
        if (isFirst) await takeUp(options.events, itemOf(options.name, event.seq), () => consume(options, event, signal));
        else await consume(options, event, signal);
        isFirst = false;
        alone -= 1;
        inHand = null;
        after = event.seq;
        failures = 0;
        options.events.note(options.name, null);
      }
      if (options.gatherMs !== undefined) await pause(options.gatherMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      const kind = faultKind(error);
      if (inHand !== null && kind !== 'away') {
        if (failed.seq !== inHand.seq) Object.assign(failed, { seq: inHand.seq, attempts: 0 });
        failed.attempts += 1;
        if (
          (kind === 'permanent' || failed.attempts >= ATTEMPTS) &&
          (await park(options, inHand, { error, kind, attempts: failed.attempts }))
        ) {
          after = inHand.seq;
          lookAt = 0;
          failures = 0;
          isFirst = false;
          options.events.note(options.name, null);
          continue;
        }
      }
      const pauseMs = backoff(BACKOFF_MS, ++failures);
      options.events.note(options.name, error);
      const words = 'an event could not be consumed; it will be tried again';
      // A neighbour that is only just starting is no news; one that stays away is.
      options.log[pauseMs < LASTING_MS ? 'debug' : 'warn']({ err: error, consumer: options.name, after, pauseMs }, words);
      await pause(pauseMs, signal);
    }
  }
}

/** Takes the first events of a page, whole groups each in one transaction; those of a group that fails are left to be taken one by one. */
async function consumeTogether(
  { name, events, prepare, apply }: ConsumerOptions<EventTables>,
  page: readonly EventRecord[],
  signal: AbortSignal,
): Promise<EventRecord[]> {
  const taken: EventRecord[] = [];
  while (prepare === undefined && page.length - taken.length > 1 && !signal.aborted) {
    const group = page.slice(taken.length, taken.length + TOGETHER);
    try {
      await events.transact(async (writer) => {
        for (const event of group) await apply?.(writer, event, undefined);
        const { seq } = group.at(-1) as EventRecord;
        await writer.db.updateTable('event_cursors').set({ position: seq }).where('consumer', '=', name).execute();
      });
    } catch {
      break;
    }
    taken.push(...group);
  }
  return taken;
}

async function consume(
  { name, events, prepare, apply }: ConsumerOptions<EventTables>,
  event: EventRecord,
  signal: AbortSignal,
): Promise<void> {
  const prepared = await prepare?.(event, signal);
  await events.transact(async (writer) => {
    await apply?.(writer, event, prepared);
    await writer.db.updateTable('event_cursors').set({ position: event.seq }).where('consumer', '=', name).execute();
  });
}

/** Parks an event and moves on; false when even that could not be written, e.g. on a full disk. */
async function park(
  { name, events, log }: ConsumerOptions<EventTables>,
  event: EventRecord,
  { error, kind, attempts }: { error: unknown; kind: FaultKind; attempts: number },
): Promise<boolean> {
  try {
    await events.transact(async ({ db }) => {
      await db.deleteFrom('event_parked').where('consumer', '=', name).where('seq', '=', event.seq).execute();
      await db
        .insertInto('event_parked')
        .values({
          consumer: name,
          seq: event.seq,
          event: JSON.stringify(event),
          error: wordsOf(error),
          attempts,
          parked_at: Date.now(),
          replay: 0,
          retry_at: retryAt(kind, attempts),
        })
        .execute();
      await db.updateTable('event_cursors').set({ position: event.seq }).where('consumer', '=', name).execute();
    });
  } catch (fault) {
    log.warn({ err: fault, consumer: name, seq: event.seq }, 'an event could not be put aside');
    return false;
  }
  log.error({ err: error, consumer: name, seq: event.seq, type: event.type, attempts }, 'an event was put aside; later ones go on');
  return true;
}

/** When a parked event is tried again by itself, after so many attempts; 0 for never. */
function retryAt(kind: FaultKind, attempts: number): number {
  if (kind === 'permanent') return 0;
  const pauseMs = ASIDE_MS[Math.max(0, attempts - ATTEMPTS)];
  return pauseMs === undefined ? 0 : Date.now() + pauseMs;
}

/** Tries again what is due or was asked for; the cursor stays where it is. Answers when the next is due, Unix ms. */
async function replayParked(options: ConsumerOptions<EventTables>, signal: AbortSignal): Promise<number> {
  const { name, events } = options;
  const now = Date.now();
  // Asked for first, then by time: the first that is not due yet says when to look again.
  const waiting = await events.read((db) =>
    db
      .selectFrom('event_parked')
      .select(['seq', 'event', 'attempts', 'replay', 'retry_at'])
      .where('consumer', '=', name)
      .where((row) => row.or([row('replay', '=', 1), row('retry_at', '>', 0)]))
      .orderBy('replay', 'desc')
      .orderBy('retry_at')
      .orderBy('seq')
      .limit(PAGE)
      .execute(),
  );
  const isDue = (row: { replay: number; retry_at: number }) => row.replay === 1 || row.retry_at <= now;
  const due = waiting.filter(isDue).toSorted((left, right) => left.seq - right.seq);
  for (const row of due) {
    if (signal.aborted) break;
    await replayOne(options, row, signal);
  }
  // One that failed again has a new time.
  if (due.length > 0) return Date.now() + BACKOFF_MS.first;
  const next = waiting[0];
  return next === undefined ? now + WAIT_MS : next.retry_at;
}

async function replayOne(
  { name, events, prepare, apply, log }: ConsumerOptions<EventTables>,
  row: { seq: number; event: string; attempts: number },
  signal: AbortSignal,
): Promise<void> {
  const own = { consumer: name, seq: row.seq };
  try {
    const event = EventRecord.parse(JSON.parse(row.event));
    await takeUp(events, itemOf(name, event.seq), async () => {
      const prepared = await prepare?.(event, signal);
      await events.transact(async (writer) => {
        await apply?.(writer, event, prepared);
        await writer.db.deleteFrom('event_parked').where('consumer', '=', own.consumer).where('seq', '=', own.seq).execute();
      });
    });
  } catch (error) {
    if (signal.aborted) return;
    log.warn({ err: error, ...own }, 'an event that was put aside failed again');
    const kind = faultKind(error);
    // What is away says nothing about the event: no attempt is counted.
    const attempts = row.attempts + (kind === 'away' ? 0 : 1);
    await events.transact(({ db }) =>
      db
        .updateTable('event_parked')
        .set({ replay: 0, error: wordsOf(error), attempts, retry_at: retryAt(kind, attempts) })
        .where('consumer', '=', own.consumer)
        .where('seq', '=', own.seq)
        .execute(),
    );
  }
}

function itemOf(consumer: string, seq: number): string {
  return `event ${seq} of ${consumer}`;
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, ERROR_LIMIT);
}

async function loadCursor({ name, events }: ConsumerOptions<EventTables>): Promise<number> {
  return events.transact(async ({ db }) => {
    const row = await db.selectFrom('event_cursors').select('position').where('consumer', '=', name).executeTakeFirst();
    if (row !== undefined) return row.position;
    await db.insertInto('event_cursors').values({ consumer: name, position: 0 }).execute();
    return 0;
  });
}
