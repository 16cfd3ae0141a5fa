import type { Migration } from '@mosaic/platform/db';

/** Rules for branches and tags; what a rule says is read as a whole, and is JSON. */
export const protection: Migration = {
  name: '015-protection',
  steps: [
    (db, t) =>
      db.schema
        .createTable('branch_rules')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('repository_id', t.integer, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
        .addColumn('name', t.key, (c) => c.notNull())
        .addColumn('priority', t.integer, (c) => c.notNull())
        .addColumn('settings', t.text, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .addColumn('updated_at', t.time, (c) => c.notNull())
        .execute(),
    (db) =>
      db.schema.createIndex('branch_rules_name').ifNotExists().unique().on('branch_rules').columns(['repository_id', 'name']).execute(),
    (db, t) =>
      db.schema
        .createTable('tag_rules')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('repository_id', t.integer, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
        .addColumn('name_pattern', t.key, (c) => c.notNull())
        .addColumn('people', t.text, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .addColumn('updated_at', t.time, (c) => c.notNull())
        .execute(),
    (db) => db.schema.createIndex('tag_rules_repository').ifNotExists().on('tag_rules').column('repository_id').execute(),
  ],
};
