import type { EventPage } from '@mosaic/contracts/mosaic';

import { TOPICS } from '../context.ts';
import { readFacts } from '../facts/fact-reader.ts';
import { readTool } from './tool.ts';

/** Facts after a cursor. Its `last` moves past what the caller may not see, so the next call does not look there again. */
export const eventRead = readTool('event_read', async ({ after, limit, waitMs, types }, context) => {
  let cursor = after;
  return context.waiters.until<EventPage>(context, {
    topic: TOPICS.facts,
    waitMs,
    isEnough: (page) => page.events.length > 0,
    async look() {
      const page = await readFacts(context, context.caller, { after: cursor, limit, types });
      cursor = page.last;
      return page;
    },
  });
});
