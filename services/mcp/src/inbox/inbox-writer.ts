import type { Insertable } from 'kysely';

import type { inboxMark, ToolArguments } from '@mosaic/contracts/mosaic';
import type { Bus } from '@mosaic/platform/events';

import { TOPICS } from '../context.ts';
import type { McpTables } from '../db/schema.ts';
import type { McpWriter } from '../tools/tool.ts';
import type { InboxRow } from './inbox-reader.ts';

/** Who writes into an inbox, in which journey, and when. */
export interface Act {
  login: string;
  traceId: string;
  now: number;
  bus: Bus;
}

export type NewEntry = Omit<Insertable<McpTables['inbox']>, 'id' | 'created_at' | 'read_at'>;

/** Adds an unread entry and says so; whoever waits at the inbox looks after the commit. */
export async function addEntry(writer: McpWriter, stated: NewEntry, { login: actor, traceId, now, bus }: Act): Promise<InboxRow> {
  const row = { ...stated, created_at: now, read_at: null };
  const { id } = await writer.db.insertInto('inbox').values(row).returning('id').executeTakeFirstOrThrow();
  const { login, title } = row;
  writer.emit('dev.mosaic.inbox.added', { subject: login, traceId, actor, data: { entryId: Number(id), login, title } });
  writer.afterCommit(() => bus.publish(TOPICS.inbox(login)));
  return { ...row, id: Number(id) };
}

/** Marks a person's entries; ids of others' change nothing. */
export async function markEntries(
  writer: McpWriter,
  { ids, read }: Pick<ToolArguments<typeof inboxMark>, 'ids' | 'read'>,
  { login, traceId, now, bus }: Act,
): Promise<void> {
  await writer.db
    .updateTable('inbox')
    .set({ read_at: read ? now : null })
    .where('login', '=', login)
    .where('id', 'in', ids)
    .where('read_at', read ? 'is' : 'is not', null)
    .execute();
  writer.emit('dev.mosaic.audit.written', {
    subject: login,
    traceId,
    actor: login,
    data: { operation: 'inbox_mark', allowed: true, detail: { ids, read } },
  });
  writer.afterCommit(() => bus.publish(TOPICS.inbox(login)));
}

/** Notes that a person was to be told of a repository that they may not read. */
export function refuseEntry(writer: McpWriter, { login, repository }: { login: string; repository: string }, act: Act): void {
  writer.emit('dev.mosaic.audit.written', {
    subject: repository,
    traceId: act.traceId,
    actor: act.login,
    data: { operation: 'notification_send', allowed: false, detail: { login } },
  });
}
