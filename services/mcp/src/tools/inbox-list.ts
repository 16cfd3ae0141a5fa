import { TOPICS } from '../context.ts';
import { countUnread, presentEntry, type InboxRow } from '../inbox/inbox-reader.ts';
import { visibleRows } from '../visible-rows.ts';
import { readTool } from './tool.ts';

/** Unread entries that are counted at most for a limited token. */
const COUNT_LIMIT = 1_000;

/** The caller's own notifications; with a token that is limited to some repositories, those of these alone. */
export const inboxList = readTool('inbox_list', async ({ unreadOnly, after, limit, waitMs }, context) => {
  const { store, access, caller, waiters } = context;
  const isLimited = caller.repositories !== null;
  const entries = (wanted: { limit: number; unreadOnly: boolean }) =>
    visibleRows<InboxRow>({
      limit: wanted.limit,
      next: (previous, chunk) =>
        store.read((db) =>
          db
            .selectFrom('inbox')
            .selectAll()
            .where('login', '=', caller.login)
            .where('id', '>', after)
            .$if(previous !== null, (query) => query.where('id', '<', previous?.id ?? 0))
            .$if(wanted.unreadOnly, (query) => query.where('read_at', 'is', null))
            .orderBy('id', 'desc')
            .limit(isLimited ? chunk : wanted.limit)
            .execute(),
        ),
      isVisible: async (row) => !isLimited || access.sees(caller, { repository: row.repository, repository_id: 0 }),
    });
  const topic = TOPICS.inbox(caller.login);
  const rows = await waiters.until(context, {
    topic,
    waitMs,
    isEnough: (found) => found.length > 0,
    look: () => entries({ limit, unreadOnly }),
  });
  const unread = isLimited
    ? (await entries({ limit: COUNT_LIMIT, unreadOnly: true })).length
    : await store.read((db) => countUnread(db, caller.login));
  return { entries: rows.map(presentEntry), unread };
});
