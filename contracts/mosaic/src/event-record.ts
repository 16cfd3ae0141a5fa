import { z } from 'zod';

/**
 * A recorded fact (CloudEvents 1.0, in our own short member names). `seq` is its number in the feed it is
 * read from: later facts have higher numbers and a reader with a cursor never skips one (docs/adr/002-feeds-instead-of-a-message-bus.md).
 */
export const EventRecord = z.object({
  seq: z.number().int(),
  id: z.string(),
  /** Which service recorded it. */
  source: z.string(),
  type: z.string(),
  /** What it is about: "owner/repo", a task id … */
  subject: z.string(),
  /** Unix milliseconds. */
  time: z.number().int(),
  /** 32 hex digits; the journey it belongs to. */
  traceId: z.string(),
  /** Login of who caused it. */
  actor: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type EventRecord = z.infer<typeof EventRecord>;

/** One page of a feed, `GET /-/events?after=&limit=&waitMs=`; `last` is the cursor to ask with next. */
export const EventPage = z.object({ events: z.array(EventRecord), last: z.number().int() });
export type EventPage = z.infer<typeof EventPage>;
