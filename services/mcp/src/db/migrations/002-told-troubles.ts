import type { Migration } from '@mosaic/platform/db';

/** Which trouble of the installation whom was told of, so that each is told once, also after a restart. */
export const toldTroubles: Migration = {
  name: '002-told-troubles',
  steps: [
    (db, types) =>
      db.schema
        .createTable('told_troubles')
        .ifNotExists()
        .addColumn('login', types.key, (column) => column.notNull())
        .addColumn('cause', types.key, (column) => column.notNull())
        .addColumn('entry_id', types.integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('told_troubles_pk', ['login', 'cause'])
        .execute(),
  ],
};
