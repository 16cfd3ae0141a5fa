import type { Selectable } from 'kysely';

import type { Message } from '@mosaic/contracts/mosaic';

import type { McpTables } from '../db/schema.ts';

export type MessageRow = Selectable<McpTables['messages']>;

export function presentMessage(row: MessageRow): Message {
  return {
    id: Number(row.id),
    from: row.sender,
    to: row.recipient,
    project: row.project,
    text: row.text,
    createdAt: Number(row.created_at),
  };
}
