import type { Selectable } from 'kysely';

import type { InboxEntry } from '@mosaic/contracts/mosaic';
import type { Reader } from '@mosaic/platform/db';

import type { McpTables } from '../db/schema.ts';

export type InboxRow = Selectable<McpTables['inbox']>;

/** How many entries of a person are unread. */
export async function countUnread(db: Reader<McpTables>, login: string): Promise<number> {
  const { count } = await db
    .selectFrom('inbox')
    .select((expression) => expression.fn.countAll().as('count'))
    .where('login', '=', login)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export function presentEntry(row: InboxRow): InboxEntry {
  return {
    id: Number(row.id),
    title: row.title,
    body: row.body,
    url: row.url,
    outcome: row.outcome as InboxEntry['outcome'],
    project: row.project,
    repository: row.repository,
    traceId: row.trace_id,
    createdAt: Number(row.created_at),
    readAt: row.read_at === null ? null : Number(row.read_at),
  };
}
