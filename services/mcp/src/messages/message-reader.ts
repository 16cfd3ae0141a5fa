import type { Selectable } from 'kysely';

import type { Message, ToolArguments, tonyMessageList } from '@mosaic/contracts/mosaic';

import type { Call, McpContext } from '../context.ts';
import type { McpTables } from '../db/schema.ts';
import { visibleRows } from '../visible-rows.ts';
import { mayReadMessage } from './message-policy.ts';

export type MessageRow = Selectable<McpTables['messages']>;

/** Messages to the caller, and those to all of a project whose repository the caller may read; oldest first. */
export async function visibleMessages(
  { store, access, caller }: McpContext & Call,
  { project, after, limit }: Omit<ToolArguments<typeof tonyMessageList>, 'waitMs'>,
): Promise<MessageRow[]> {
  return visibleRows<MessageRow>({
    limit,
    next: (previous, chunk) =>
      store.read((db) =>
        db
          .selectFrom('messages')
          .selectAll()
          .where('id', '>', previous?.id ?? after)
          .where((where) => where.or([where('recipient', '=', caller.login), where('recipient', 'is', null)]))
          .$if(project !== undefined, (query) => query.where('project', '=', project as string))
          .orderBy('id')
          .limit(chunk)
          .execute(),
      ),
    async isVisible(row) {
      const verdict = mayReadMessage(caller, row);
      if (verdict !== 'readers') return verdict === 'yes';
      const bound = await store.read((db) => db.selectFrom('projects').selectAll().where('name', '=', row.project).executeTakeFirst());
      return bound !== undefined && access.sees(caller, bound);
    },
  });
}

export function presentMessage(row: MessageRow): Message {
  return {
    id: row.id,
    from: row.sender,
    to: row.recipient,
    project: row.project,
    text: row.text,
    createdAt: row.created_at,
  };
}
