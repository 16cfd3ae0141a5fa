import type { Migration } from '@mosaic/platform/db';

/** Large files: which objects each repository has, and who has locked which path. */
export const lfs: Migration = {
  name: '022-lfs',
  steps: [
    (db, t) =>
      db.schema
        .createTable('lfs_objects')
        .ifNotExists()
        .addColumn('repository_id', t.integer, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
        .addColumn('oid', t.key, (c) => c.notNull())
        .addColumn('size', t.integer, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .addPrimaryKeyConstraint('lfs_objects_key', ['repository_id', 'oid'])
        .execute(),
    (db) => db.schema.createIndex('lfs_objects_oid').ifNotExists().on('lfs_objects').column('oid').execute(),
    (db, t) =>
      db.schema
        .createTable('lfs_locks')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('repository_id', t.integer, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
        .addColumn('path', t.text, (c) => c.notNull())
        .addColumn('path_key', t.key, (c) => c.notNull())
        .addColumn('principal_id', t.key, (c) => c.notNull())
        .addColumn('name', t.key, (c) => c.notNull())
        .addColumn('locked_at', t.time, (c) => c.notNull())
        .execute(),
    (db) => db.schema.createIndex('lfs_locks_path').ifNotExists().unique().on('lfs_locks').columns(['repository_id', 'path_key']).execute(),
  ],
};
