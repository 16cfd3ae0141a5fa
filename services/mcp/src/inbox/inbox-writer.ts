import type { Insertable } from 'kysely';

import { auditWritten, inboxAdded, type inboxMark, type ToolArguments } from '@mosaic/contracts/mosaic';

import { TOPICS } from '../topics.ts';
import type { McpTables } from '../db/schema.ts';
import type { McpWriter } from '../facts/fact-writer.ts';
import type { InboxRow } from './inbox-reader.ts';

export type NewEntry = Omit<Insertable<McpTables['inbox']>, 'id' | 'created_at' | 'read_at'>;

/** Adds an unread entry and says so; whoever waits at the inbox looks after the commit. */
export async function addEntry(writer: McpWriter, stated: NewEntry): Promise<InboxRow> {
  const row = { ...stated, created_at: writer.now, read_at: null };
  const { id } = await writer.db.insertInto('inbox').values(row).returning('id').executeTakeFirstOrThrow();
  const { login, title } = row;
  writer.emit(inboxAdded, { subject: login, data: { entryId: id, login, title } });
  writer.wake(TOPICS.inbox(login));
  return { ...row, id };
}

/** Marks the entries of who acts; ids of others' change nothing. */
export async function markEntries(writer: McpWriter, { ids, read }: Pick<ToolArguments<typeof inboxMark>, 'ids' | 'read'>): Promise<void> {
  const login = writer.cause.actor;
  await writer.db
    .updateTable('inbox')
    .set({ read_at: read ? writer.now : null })
    .where('login', '=', login)
    .where('id', 'in', ids)
    .where('read_at', read ? 'is' : 'is not', null)
    .execute();
  writer.emit(auditWritten, {
    subject: login,
    data: { operation: 'inbox_mark', allowed: true, detail: { ids, read } },
  });
  writer.wake(TOPICS.inbox(login));
}

/** Adds the entry for one who may read its repository; for one who may not, notes that they were to be told, and answers null. */
export async function notify(writer: McpWriter, { mayRead, ...entry }: NewEntry & { mayRead: boolean }): Promise<InboxRow | null> {
  if (mayRead) return addEntry(writer, entry);
  refuseEntry(writer, entry);
  return null;
}

function refuseEntry(writer: McpWriter, { login, repository }: { login: string; repository: string }): void {
  writer.emit(auditWritten, {
    subject: repository,
    data: { operation: 'notification_send', allowed: false, detail: { login } },
  });
}
