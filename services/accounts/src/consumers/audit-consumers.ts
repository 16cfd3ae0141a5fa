import type { FeedName } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { createConsumer, fetchFeed, localFeed, type Consumer, type EventLog } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';

import { appendAudit } from '../audit/audit-writer.ts';
import type { AccountsTables } from '../db/schema.ts';

/** Feeds that the audit follows besides accounts' own. */
export type AuditFeeds = Partial<Record<Exclude<FeedName, 'accounts'>, Send>>;

/** Nobody waits for the audit: what one push has the services tell is written in a few transactions instead of one each, ms. */
const GATHER_MS = 250;

/** One reader per feed; each event and its reader's cursor are committed together. */
export function startAuditConsumers(
  events: EventLog<AccountsTables>,
  { feeds, key, log }: { feeds: AuditFeeds; key: Buffer; log: Log },
): Consumer[] {
  const sources = [
    { name: 'audit.accounts', feed: localFeed(events) },
    ...Object.entries(feeds).map(([source, send]) => ({ name: `audit.${source}`, feed: fetchFeed(send) })),
  ];
  return sources.map(({ name, feed }) =>
    createConsumer<AccountsTables>({
      name,
      feed,
      events,
      log,
      gatherMs: GATHER_MS,
      apply: (writer, event) => appendAudit(writer, event, key),
    }),
  );
}
