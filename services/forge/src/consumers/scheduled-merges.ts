import { createConsumer, localFeed, type Consumer, type EventLog } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';

import type { ScheduledMerger } from '../auto-merge/scheduled-merger.ts';
import type { ForgeTables } from '../db/schema.ts';

/** Merges what was scheduled when an event of the forge's own has made it possible. */
export function consumeForScheduledMerges(ports: { events: EventLog<ForgeTables>; merger: ScheduledMerger; log: Log }): Consumer {
  return createConsumer<ForgeTables>({
    name: 'scheduled-merges',
    feed: localFeed(ports.events),
    events: ports.events,
    log: ports.log,
    prepare: (event) => ports.merger.consider(event),
  });
}
