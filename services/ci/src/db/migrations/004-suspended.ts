import type { Migration } from '@mosaic/platform/db';

/** Who was suspended: nothing that they began runs on, and nothing of theirs begins. */
export const suspended: Migration = {
  name: '004-suspended',
  steps: [
    async (db, types) => {
      await db.schema
        .createTable('suspended')
        .ifNotExists()
        .addColumn('login_lower', types.key, (column) => column.primaryKey())
        .addColumn('suspended_by', types.key, (column) => column.notNull())
        .execute();
    },
  ],
};
