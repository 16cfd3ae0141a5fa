import { tonyMessageList } from '@mosaic/contracts/mosaic';

import { TOPICS } from '../context.ts';
import { presentMessage, type MessageRow } from '../messages/message-reader.ts';
import { visibleRows } from '../visible-rows.ts';
import { readTool } from './tool.ts';

/** Messages to the caller, and those to all of a project whose repository the caller may read. */
export const tonyMessageListTool = readTool(tonyMessageList, async ({ project, after, limit, waitMs }, context) => {
  const { store, access, caller, waiters } = context;
  const isVisible = async (row: MessageRow): Promise<boolean> => {
    if (row.recipient !== null && row.recipient !== caller.login) return false;
    // A token that is limited to some repositories gets no more of its owner's messages than of others.
    if (row.recipient !== null && caller.repositories === null) return true;
    const bound = await store.read((db) => db.selectFrom('projects').selectAll().where('name', '=', row.project).executeTakeFirst());
    return bound !== undefined && access.sees(caller, bound);
  };
  const look = () =>
    visibleRows<MessageRow>({
      limit,
      next: (previous, chunk) =>
        store.read((db) =>
          db
            .selectFrom('messages')
            .selectAll()
            .where('id', '>', previous?.id ?? after)
            .where((where) => where.or([where('recipient', '=', caller.login), where('recipient', 'is', null)]))
            .$if(project !== undefined, (query) => query.where('project', '=', project as string))
            .orderBy('id')
            .limit(chunk)
            .execute(),
        ),
      isVisible,
    });
  const rows = await waiters.until(context, { topic: TOPICS.messages, waitMs, isEnough: (found) => found.length > 0, look });
  return { messages: rows.map(presentMessage) };
});
