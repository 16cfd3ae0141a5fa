import { inboxList } from '@mosaic/contracts/mosaic';

import { TOPICS } from '../../topics.ts';
import { countOwnUnread, ownEntries, presentEntry } from '../../inbox/inbox-reader.ts';
import { readTool } from '../../calls/tool.ts';

export const inboxListTool = readTool(inboxList, async ({ waitMs, ...asked }, context) => {
  const { rows, next } = await context.waiters.until(context, {
    topic: TOPICS.inbox(context.caller.login),
    waitMs,
    isEnough: (found) => found.rows.length > 0,
    look: () => ownEntries(context, asked),
  });
  return { entries: rows.map(presentEntry), unread: await countOwnUnread(context), next };
});
