import type { Migration } from '@mosaic/platform/db';

/** Keys for SSH: one row a key, of a person or (without one) of the repositories that take it. */
export const keys: Migration = {
  name: '012-keys',
  steps: [
    (db, t) =>
      db.schema
        .createTable('ssh_keys')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('principal_id', t.key)
        .addColumn('uid', t.integer, (c) => c.notNull())
        .addColumn('login', t.key, (c) => c.notNull())
        .addColumn('title', t.text, (c) => c.notNull())
        .addColumn('fingerprint', t.key, (c) => c.notNull())
        .addColumn('line', t.text, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .addColumn('used_at', t.time)
        .execute(),
    (db) => db.schema.createIndex('ssh_keys_fingerprint').ifNotExists().unique().on('ssh_keys').column('fingerprint').execute(),
    (db) => db.schema.createIndex('ssh_keys_principal').ifNotExists().on('ssh_keys').column('principal_id').execute(),
    (db, t) =>
      db.schema
        .createTable('deploy_keys')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('key_id', t.integer, (c) => c.notNull().references('ssh_keys.id').onDelete('cascade'))
        .addColumn('repository_id', t.integer, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
        .addColumn('title', t.text, (c) => c.notNull())
        .addColumn('read_only', t.flag, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .execute(),
    (db) =>
      db.schema.createIndex('deploy_keys_key').ifNotExists().unique().on('deploy_keys').columns(['repository_id', 'key_id']).execute(),
  ],
};
