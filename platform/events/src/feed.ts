import { EventPage } from '@mosaic/contracts/mosaic';
import { expectOk, query, type Send } from '@mosaic/contracts/wire';

import type { EventLog } from './event-log.ts';

/** Reads one page of some feed; waits on the feed's side up to `waitMs`. */
export type FetchPage = (request: { after: number; limit: number; waitMs: number; signal: AbortSignal }) => Promise<EventPage>;

/** A neighbour's feed, `GET /-/events`, by long poll. */
export function fetchFeed(send: Send): FetchPage {
  return async ({ after, limit, waitMs, signal }) => {
    const response = await expectOk(send, { method: 'GET', path: `/-/events${query({ after, limit, waitMs })}`, signal });
    return EventPage.parse(await response.json());
  };
}

/** The service's own feed. */
export function localFeed<T>(log: EventLog<T>): FetchPage {
  return (request) => log.page(request);
}
