import { eventData, taskChanged } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { createConsumer, fetchFeed, type Consumer, type EventLog } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';

import { endAttempts } from '../attempts/attempt-writer.ts';
import type { AccountsTables } from '../db/schema.ts';

/**
 * Ends an attempt's token when mcp tells that the attempt has ended: done, failed, given back, or its lease lost. A token ends by
 * itself with its lease, also where nothing is told.
 */
export function endAttemptsThatEnded(
  events: EventLog<AccountsTables>,
  { mcp, now, log }: { mcp: Send; now: () => number; log: Log },
): Consumer {
  return createConsumer<AccountsTables>({
    name: 'attempts',
    feed: fetchFeed(mcp),
    events,
    log,
    apply: async (writer, event) => {
      if (event.type !== taskChanged.type) return;
      const { key, state, epoch } = eventData(taskChanged, event);
      const ended = state === 'in_progress' ? epoch - 1 : epoch;
      if (ended > 0) await endAttempts(writer.as(event), { task: key, epoch: ended }, now());
    },
  });
}
