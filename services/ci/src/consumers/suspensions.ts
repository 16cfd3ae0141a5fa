import { eventData, type EventRecord, principalReinstated, principalSuspended } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { createConsumer, fetchFeed, type Consumer, type EventLog } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';

import type { CiTables } from '../db/schema.ts';
import type { Suspensions } from '../suspensions/suspensions.ts';

/** Follows accounts: stops the pipelines of whoever is suspended. All of it may be repeated, so that it needs no row of its own. */
export function consumeSuspensions(
  suspensions: Suspensions,
  { accounts, events, log }: { accounts: Send; events: EventLog<CiTables>; log: Log },
): Consumer {
  return createConsumer<CiTables>({
    name: 'accounts.suspensions',
    feed: fetchFeed(accounts),
    events,
    log,
    prepare: (event) => follow(suspensions, event),
  });
}

async function follow(suspensions: Suspensions, event: EventRecord): Promise<void> {
  if (event.type === principalSuspended.type) await suspensions.suspend(eventData(principalSuspended, event).login, event.actor);
  if (event.type === principalReinstated.type) await suspensions.reinstate(eventData(principalReinstated, event).login);
}
