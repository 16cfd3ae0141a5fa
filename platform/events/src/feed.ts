import { nativeCalls, readEvents, type EventPage } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';

import type { EventLog } from './event-log.ts';

/** Reads one page of some feed; waits on the feed's side up to `waitMs`. */
export type FetchPage = (request: { after: number; limit: number; waitMs: number; signal: AbortSignal }) => Promise<EventPage>;

/** A neighbour's feed, `GET /-/events`, by long poll. */
export function fetchFeed(send: Send): FetchPage {
  const calls = nativeCalls(send);
  return ({ signal, ...query }) => calls.call(readEvents, { query }, { signal });
}

/** The service's own feed. */
export function localFeed<T>(log: EventLog<T>): FetchPage {
  return (request) => log.page(request);
}
