import { inboxMark } from '@mosaic/contracts/mosaic';

import { requireWholeInbox } from '../../inbox/inbox-policy.ts';
import { countUnread } from '../../inbox/inbox-reader.ts';
import { markEntries } from '../../inbox/inbox-writer.ts';
import { writeTool } from '../../calls/tool.ts';

/** Marks the caller's own entries; ids of others' change nothing. */
export const inboxMarkTool = writeTool(inboxMark, async (marked, { caller }) => {
  requireWholeInbox(caller);
  return async (writer) => {
    await markEntries(writer, marked);
    return { unread: await countUnread(writer.db, caller.login) };
  };
});
