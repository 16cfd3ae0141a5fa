import { sql } from 'kysely';

import type { Migration } from '@mosaic/platform/db';

/** How agents are run. Those that an administrator had made run elsewhere; the platform's own get their rows from the list at the start. */
export const agents: Migration = {
  name: '004-agents',
  steps: [
    (db, types) =>
      db.schema
        .createTable('agents')
        .ifNotExists()
        .addColumn('principal_id', types.key, (column) => column.primaryKey())
        .addColumn('persona', types.text, (column) => column.notNull())
        .addColumn('runtime', types.key, (column) => column.notNull())
        .addColumn('model', types.key, (column) => column.notNull())
        .addColumn('budget_tokens', types.integer, (column) => column.notNull())
        .addColumn('budget_seconds', types.integer, (column) => column.notNull())
        .addColumn('budget_tool_calls', types.integer, (column) => column.notNull())
        .execute(),
    async (db) => {
      await sql`insert into agents (principal_id, persona, runtime, model, budget_tokens, budget_seconds, budget_tool_calls)
        select id, '', 'mcp', '', 1000000, 3600, 1000 from principals
        where kind = 'agent' and built_in = 0 and id not in (select principal_id from agents)`.execute(db);
    },
  ],
};
