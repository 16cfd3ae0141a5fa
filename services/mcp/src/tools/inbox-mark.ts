import { inboxMark } from '@mosaic/contracts/mosaic';

import { requireWholeInbox } from '../inbox/inbox-policy.ts';
import { countUnread } from '../inbox/inbox-reader.ts';
import { markEntries } from '../inbox/inbox-writer.ts';
import { writeTool } from './tool.ts';

/** Marks the caller's own entries; ids of others' change nothing. */
export const inboxMarkTool = writeTool(inboxMark, async (marked, { caller, bus, now, traceId }) => {
  requireWholeInbox(caller);
  return async (writer) => {
    await markEntries(writer, marked, { login: caller.login, traceId, now: now(), bus });
    return { unread: await countUnread(writer.db, caller.login) };
  };
});
