import { tonyMessageList } from '@mosaic/contracts/mosaic';

import { TOPICS } from '../../topics.ts';
import { presentMessage, visibleMessages } from '../../messages/message-reader.ts';
import { readTool } from '../../calls/tool.ts';

export const tonyMessageListTool = readTool(tonyMessageList, async ({ waitMs, ...asked }, context) => {
  const rows = await context.waiters.until(context, {
    topic: TOPICS.messages,
    waitMs,
    isEnough: (found) => found.length > 0,
    look: () => visibleMessages(context, asked),
  });
  return { messages: rows.map(presentMessage) };
});
