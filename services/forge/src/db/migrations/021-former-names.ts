import type { Migration } from '@mosaic/platform/db';

/** Addresses at which repositories and owners stood before, and transfers that wait for the recipient. */
export const formerNames: Migration = {
  name: '021-former-names',
  steps: [
    (db, t) =>
      db.schema
        .createTable('former_repository_names')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('owner_id', t.integer, (c) => c.notNull().references('owners.id').onDelete('cascade'))
        .addColumn('name_lower', t.key, (c) => c.notNull())
        .addColumn('repository_id', t.integer, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
        .addUniqueConstraint('former_repository_names_name', ['owner_id', 'name_lower'])
        .execute(),
    (db) =>
      db.schema
        .createIndex('former_repository_names_repository')
        .ifNotExists()
        .on('former_repository_names')
        .columns(['repository_id', 'id'])
        .execute(),
    (db, t) =>
      db.schema
        .createTable('former_owner_names')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('name_lower', t.key, (c) => c.notNull().unique())
        .addColumn('owner_id', t.integer, (c) => c.notNull().references('owners.id').onDelete('cascade'))
        .execute(),
    (db) => db.schema.createIndex('former_owner_names_owner').ifNotExists().on('former_owner_names').columns(['owner_id', 'id']).execute(),
    (db, t) =>
      db.schema
        .createTable('repository_transfers')
        .ifNotExists()
        .addColumn('repository_id', t.integer, (c) => c.primaryKey().references('repositories.id').onDelete('cascade'))
        .addColumn('doer_uid', t.integer, (c) => c.notNull())
        .addColumn('doer', t.key, (c) => c.notNull())
        .addColumn('recipient_kind', t.key, (c) => c.notNull())
        .addColumn('recipient_uid', t.integer, (c) => c.notNull())
        .addColumn('recipient', t.key, (c) => c.notNull())
        .addColumn('team_ids', t.text, (c) => c.notNull())
        .addColumn('let_read', t.flag, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .execute(),
  ],
};
