import { eventRead } from '@mosaic/contracts/mosaic';

import { TOPICS } from '../context.ts';
import { readFacts, type FactPage } from '../facts/fact-reader.ts';
import { readTool } from '../calls/tool.ts';

/** Facts after a cursor. A look that was broken off after too many hidden ones answers at once: the next call goes on from there. */
export const eventReadTool = readTool(eventRead, async ({ after, limit, waitMs, types }, context) =>
  context.waiters.until<FactPage>(context, {
    topic: TOPICS.facts,
    waitMs,
    isEnough: ({ events, isWhole }) => events.length > 0 || !isWhole,
    look: () => readFacts(context, context.caller, { after, limit, types }),
  }),
);
