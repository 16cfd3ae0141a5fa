import { auditWritten } from '@mosaic/contracts/mosaic';
import { TOPICS } from '../topics.ts';
import type { McpWriter } from '../facts/fact-writer.ts';
import type { MessageRow } from './message-reader.ts';

/** Adds a message of who acts; those who wait for one look after the commit. */
export async function sendMessage(writer: McpWriter, message: Pick<MessageRow, 'project' | 'recipient' | 'text'>): Promise<MessageRow> {
  const row = { ...message, sender: writer.cause.actor, created_at: writer.now };
  const { id } = await writer.db.insertInto('messages').values(row).returning('id').executeTakeFirstOrThrow();
  writer.emit(auditWritten, {
    subject: row.project,
    data: { operation: 'tony_message_send', allowed: true, detail: { id, to: row.recipient } },
  });
  writer.wake(TOPICS.messages);
  return { ...row, id };
}
