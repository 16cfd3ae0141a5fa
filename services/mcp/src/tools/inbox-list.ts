import { TOPICS } from '../context.ts';
import { countUnread, presentEntry } from '../inbox/inbox-reader.ts';
import { readTool } from './tool.ts';

/** The caller's own notifications. */
export const inboxList = readTool('inbox_list', async ({ unreadOnly, after, limit, waitMs }, context) => {
  const { store, caller, waiters } = context;
  const look = () =>
    store.read((db) =>
      db
        .selectFrom('inbox')
        .selectAll()
        .where('login', '=', caller.login)
        .where('id', '>', after)
        .$if(unreadOnly, (query) => query.where('read_at', 'is', null))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
    );
  const topic = TOPICS.inbox(caller.login);
  const rows = await waiters.until(context, { topic, waitMs, isEnough: (found) => found.length > 0, look });
  return { entries: rows.map(presentEntry), unread: await store.read((db) => countUnread(db, caller.login)) };
});
