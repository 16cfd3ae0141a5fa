import type { Bus } from '@mosaic/platform/events';

import { TOPICS } from '../context.ts';
import type { McpWriter } from '../tools/tool.ts';
import type { MessageRow } from './message-reader.ts';

/** Adds a message; those who wait for one look after the commit. */
export async function sendMessage(
  writer: McpWriter,
  row: Omit<MessageRow, 'id'>,
  { traceId, bus }: { traceId: string; bus: Bus },
): Promise<MessageRow> {
  const { id } = await writer.db.insertInto('messages').values(row).returning('id').executeTakeFirstOrThrow();
  writer.emit('dev.mosaic.audit.written', {
    subject: row.project,
    traceId,
    actor: row.sender,
    data: { operation: 'tony_message_send', allowed: true, detail: { id: Number(id), to: row.recipient } },
  });
  writer.afterCommit(() => bus.publish(TOPICS.messages));
  return { ...row, id: Number(id) };
}
