import type { EventRecord } from '@mosaic/contracts/mosaic';
import type { Log } from '@mosaic/platform/log';

import type { EventLog, EventWriter } from './event-log.ts';
import type { FetchPage } from './feed.ts';
import type { EventTables } from './tables.ts';

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
}

/** Events asked for at once, and how long the feed may hold an empty answer. */
const PAGE = 100;
const WAIT_MS = 25_000;
/** Pause after a fault: doubles from the first to the last. */
const BACKOFF_MS = { first: 50, last: 5_000 };
/** A fault whose pause has grown this long is told to the operator. */
const LASTING_MS = 800;

/** Follows a feed from its stored cursor. An event that fails is tried again with a growing pause; later ones wait, so order holds. */
export function createConsumer<T extends EventTables>(options: ConsumerOptions<T>): Consumer {
  const stop = new AbortController();
  const running = follow(options as unknown as ConsumerOptions<EventTables>, stop.signal);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

async function follow(options: ConsumerOptions<EventTables>, signal: AbortSignal): Promise<void> {
  let pauseMs = 0;
  let after: number | null = null;
  while (!signal.aborted) {
    try {
      after ??= await loadCursor(options);
      const page = await options.feed({ after, limit: PAGE, waitMs: WAIT_MS, signal });
      for (const event of page.events) {
        if (signal.aborted) return;
        await consume(options, event, signal);
        after = event.seq;
        pauseMs = 0;
      }
    } catch (error) {
      if (signal.aborted) return;
      pauseMs = Math.min(BACKOFF_MS.last, Math.max(BACKOFF_MS.first, pauseMs * 2));
      const words = 'an event could not be consumed; it will be tried again';
      // A neighbour that is only just starting is no news; one that stays away is.
      options.log[pauseMs < LASTING_MS ? 'debug' : 'warn']({ err: error, consumer: options.name, after, pauseMs }, words);
      await pause(pauseMs, signal);
    }
  }
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

async function loadCursor({ name, events }: ConsumerOptions<EventTables>): Promise<number> {
  return events.transact(async ({ db }) => {
    const row = await db.selectFrom('event_cursors').select('position').where('consumer', '=', name).executeTakeFirst();
    if (row !== undefined) return Number(row.position);
    await db.insertInto('event_cursors').values({ consumer: name, position: 0 }).execute();
    return 0;
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish, { once: true });
  });
}
