import type { FactSource } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { createConsumer, fetchFeed, type Bus, type Consumer, type EventLog } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';

import { TOPICS } from '../topics.ts';
import type { McpTables } from '../db/schema.ts';
import { learnFact } from '../facts/fact-writer.ts';
import { followRepository } from './repositories.ts';

/** Takes a neighbour's facts into our own order, each once, whatever is killed when. */
export function consumeFacts(name: FactSource, deps: { send: Send; events: EventLog<McpTables>; bus: Bus; log: Log }): Consumer {
  return createConsumer<McpTables>({
    name: `${name}.facts`,
    feed: fetchFeed(deps.send),
    events: deps.events,
    log: deps.log,
    async apply(writer, event) {
      if (!(await learnFact(writer.db, event))) return;
      await followRepository(writer.db, event);
      writer.afterCommit(() => deps.bus.publish(TOPICS.facts));
    },
  });
}
