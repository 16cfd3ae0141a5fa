import { inboxMark } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { TOPICS } from '../context.ts';
import { countUnread } from '../inbox/inbox-reader.ts';
import { writeTool } from './tool.ts';

/** Marks the caller's own entries; ids of others' change nothing. */
export const inboxMarkTool = writeTool(inboxMark, async ({ ids, read }, { caller, bus, now, traceId }) => {
  if (caller.repositories !== null)
    throw new MosaicError('forbidden', 'A token that is limited to some repositories may read their notices, but not mark the inbox.');
  return async (writer) => {
    await writer.db
      .updateTable('inbox')
      .set({ read_at: read ? now() : null })
      .where('login', '=', caller.login)
      .where('id', 'in', ids)
      .where('read_at', read ? 'is' : 'is not', null)
      .execute();
    writer.emit('dev.mosaic.audit.written', {
      subject: caller.login,
      traceId,
      actor: caller.login,
      data: { operation: 'inbox_mark', allowed: true, detail: { ids, read } },
    });
    writer.afterCommit(() => bus.publish(TOPICS.inbox(caller.login)));
    return { unread: await countUnread(writer.db, caller.login) };
  };
});
