import { eventRead } from '@mosaic/contracts/mosaic';

import { TOPICS } from '../../topics.ts';
import type { FactPage } from '../../facts/fact.ts';
import { factBefore, readFacts } from '../../facts/fact-reader.ts';
import { readTool } from '../../calls/tool.ts';

/** Facts after a cursor. A look that was broken off after too many hidden ones answers at once: the next call goes on from there. */
export const eventReadTool = readTool(eventRead, async ({ after, pastMs, limit, waitMs, types }, context) => {
  const from = pastMs === undefined ? after : await factBefore(context, context.now() - pastMs);
  return context.waiters.until<FactPage>(context, {
    topic: TOPICS.facts,
    waitMs,
    isEnough: ({ events, isWhole }) => events.length > 0 || !isWhole,
    look: () => readFacts(context, context.caller, { after, from, limit, types }),
  });
});
