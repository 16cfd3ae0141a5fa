import type { Selectable } from 'kysely';

import type { InboxEntry, inboxList, ToolArguments } from '@mosaic/contracts/mosaic';
import type { Reader } from '@mosaic/platform/db';

import type { Call, McpContext } from '../context.ts';
import type { McpTables } from '../db/schema.ts';
import { AFTER_ENTRY } from '../list-cursor.ts';
import { visiblePage, visibleRows, type RowPage } from '../visible-rows.ts';

export type InboxRow = Selectable<McpTables['inbox']>;

/** Unread entries that are counted at most for a limited token. */
const COUNT_LIMIT = 1_000;

/** Which of the caller's entries are read. */
type EntryFilter = Pick<ToolArguments<typeof inboxList>, 'unreadOnly' | 'after'>;

/** The caller's own entries, newest first; with a token that is limited to some repositories, those of these alone. */
export async function ownEntries(
  context: McpContext & Call,
  { cursor, limit, ...filter }: Omit<ToolArguments<typeof inboxList>, 'waitMs'>,
): Promise<RowPage<InboxRow>> {
  const { cursors } = context;
  const after = cursor === undefined ? null : { id: AFTER_ENTRY.read(cursors.open(cursor))[0] };
  const page = await visiblePage<InboxRow>({ limit, after, ...entriesOf(context, filter) });
  return { rows: page.rows, next: cursors.next(page, ({ id = 0 }) => AFTER_ENTRY.write([id])) };
}

/** How many of the entries that the caller may see are unread. */
export async function countOwnUnread(context: McpContext & Call): Promise<number> {
  const { store, caller } = context;
  if (caller.repositories === null) return store.read((db) => countUnread(db, caller.login));
  return (await visibleRows<InboxRow>({ limit: COUNT_LIMIT, ...entriesOf(context, { unreadOnly: true, after: 0 }) })).length;
}

function entriesOf({ store, access, caller }: McpContext & Call, { unreadOnly, after }: EntryFilter) {
  return {
    next: (previous: Partial<InboxRow> | null, chunk: number) =>
      store.read((db) =>
        db
          .selectFrom('inbox')
          .selectAll()
          .where('login', '=', caller.login)
          .where('id', '>', after)
          .$if(previous !== null, (query) => query.where('id', '<', previous?.id ?? 0))
          .$if(unreadOnly, (query) => query.where('read_at', 'is', null))
          .orderBy('id', 'desc')
          .limit(chunk)
          .execute(),
      ),
    isVisible: async ({ repository }: InboxRow) =>
      caller.repositories === null || (await access.sees(caller, { repository, repository_id: 0 })),
  };
}

/** How many entries of a person are unread. */
export async function countUnread(db: Reader<McpTables>, login: string): Promise<number> {
  const { count } = await db
    .selectFrom('inbox')
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .where('login', '=', login)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

export function presentEntry(row: InboxRow): InboxEntry {
  return {
    id: row.id,
    title: row.title,
    body: row.body,
    url: row.url,
    outcome: row.outcome,
    project: row.project,
    repository: row.repository,
    traceId: row.trace_id,
    createdAt: row.created_at,
    readAt: row.read_at,
  };
}
