import { addColumn, type Migration } from '@mosaic/platform/db';

/** Who runs workflows, as rows, and which of them holds or ran one; 0 for what ran before there were any. */
export const agents: Migration = {
  name: '003-agents',
  steps: [
    async (db, types) => {
      await db.schema
        .createTable('agents')
        .ifNotExists()
        .addColumn('id', types.serial, types.generated)
        .addColumn('name', types.key, (column) => column.notNull())
        .addColumn('backend', types.key, (column) => column.notNull())
        .addColumn('platform', types.key, (column) => column.notNull())
        .addColumn('version', types.key, (column) => column.notNull())
        .addColumn('capacity', types.integer, (column) => column.notNull())
        .addColumn('labels', types.text, (column) => column.notNull())
        .addColumn('no_schedule', types.flag, (column) => column.notNull())
        .addColumn('in_process', types.flag, (column) => column.notNull())
        .addColumn('last_contact', types.time, (column) => column.notNull())
        .addColumn('last_work', types.time, (column) => column.notNull())
        .addColumn('created_at', types.time, (column) => column.notNull())
        .addColumn('updated_at', types.time, (column) => column.notNull())
        .execute();
    },
    (db, types) =>
      addColumn(db, { table: 'queue', name: 'agent_id', type: types.integer, build: (column) => column.notNull().defaultTo(0) }),
    (db, types) =>
      addColumn(db, { table: 'workflows', name: 'agent_id', type: types.integer, build: (column) => column.notNull().defaultTo(0) }),
  ],
};
