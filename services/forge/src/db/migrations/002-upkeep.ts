import type { Migration } from '@mosaic/platform/db';

/** Maintenance of repositories, and the order in which old pushes and deliveries are found. */
export const upkeep: Migration = {
  name: '002-upkeep',
  steps: [
    (db, t) =>
      db.schema
        .createTable('upkeep')
        .ifNotExists()
        .addColumn('repository_id', t.integer, (c) => c.primaryKey())
        .addColumn('started_at', t.time, (c) => c.notNull())
        .addColumn('done_at', t.time, (c) => c.notNull())
        .execute(),
    (db) => db.schema.createIndex('pushes_upkeep').ifNotExists().on('pushes').columns(['repository_id', 'settled_at']).execute(),
    (db) => db.schema.createIndex('pushes_settled').ifNotExists().on('pushes').column('settled_at').execute(),
    (db) => db.schema.createIndex('deliveries_finished').ifNotExists().on('deliveries').column('finished_at').execute(),
  ],
};
