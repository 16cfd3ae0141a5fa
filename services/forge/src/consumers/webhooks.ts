import { createConsumer, localFeed, type Consumer, type EventLog } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';

import type { ForgeTables } from '../db/schema.ts';
import { insertDeliveries, type PlannedDelivery } from '../webhooks/delivery-ledger.ts';
import type { DeliveryPlanner } from '../webhooks/delivery-planner.ts';
import type { Dispatcher } from '../webhooks/dispatcher.ts';

/** Turns each of the forge's own events into deliveries, in one transaction with the cursor. */
export function consumeForWebhooks(ports: {
  events: EventLog<ForgeTables>;
  planner: DeliveryPlanner;
  dispatcher: Dispatcher;
  log: Log;
}): Consumer {
  return createConsumer<ForgeTables>({
    name: 'webhooks',
    feed: localFeed(ports.events),
    events: ports.events,
    log: ports.log,
    prepare: (event) => ports.planner.plan(event),
    async apply(writer, event, prepared) {
      const planned = prepared as PlannedDelivery[];
      await insertDeliveries(writer, event, { planned, again: false });
      if (planned.length > 0) writer.afterCommit(() => ports.dispatcher.wake());
    },
  });
}
