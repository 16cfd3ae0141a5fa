import { inboxList } from '@mosaic/contracts/mosaic';

import { TOPICS } from '../context.ts';
import { countUnread, presentEntry, type InboxRow } from '../inbox/inbox-reader.ts';
import { AFTER_ENTRY } from '../list-cursor.ts';
import { visiblePage } from '../visible-rows.ts';
import { readTool } from './tool.ts';

/** Unread entries that are counted at most for a limited token. */
const COUNT_LIMIT = 1_000;

/** The caller's own notifications; with a token that is limited to some repositories, those of these alone. */
export const inboxListTool = readTool(inboxList, async ({ unreadOnly, after, cursor, limit, waitMs }, context) => {
  const { store, access, caller, waiters, cursors } = context;
  const isLimited = caller.repositories !== null;
  const from = cursor === undefined ? null : { id: AFTER_ENTRY.read(cursors.open(cursor))[0] };
  const entries = (wanted: { limit: number; unreadOnly: boolean; from?: Partial<InboxRow> | null }) =>
    visiblePage<InboxRow>({
      limit: wanted.limit,
      after: wanted.from ?? null,
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
            .limit(chunk)
            .execute(),
        ),
      isVisible: async (row) => !isLimited || access.sees(caller, { repository: row.repository, repository_id: 0 }),
    });
  const topic = TOPICS.inbox(caller.login);
  const page = await waiters.until(context, {
    topic,
    waitMs,
    isEnough: (found) => found.rows.length > 0,
    look: () => entries({ limit, unreadOnly, from }),
  });
  const unread = isLimited
    ? (await entries({ limit: COUNT_LIMIT, unreadOnly: true })).rows.length
    : await store.read((db) => countUnread(db, caller.login));
  return { entries: page.rows.map(presentEntry), unread, next: cursors.next(page, ({ id }) => AFTER_ENTRY.write([Number(id)])) };
});
