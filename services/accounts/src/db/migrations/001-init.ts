import type { Migration } from '@mosaic/platform/db';

export const init: Migration = {
  name: '001-init',
  steps: [
    async (db, types) => {
      await db.schema
        .createTable('principals')
        .ifNotExists()
        .addColumn('uid', types.serial, types.generated)
        .addColumn('id', types.key, (column) => column.notNull().unique())
        .addColumn('login', types.key, (column) => column.notNull())
        .addColumn('login_key', types.key, (column) => column.notNull().unique())
        .addColumn('kind', types.key, (column) => column.notNull())
        .addColumn('role', types.key, (column) => column.notNull())
        .addColumn('name', types.key, (column) => column.notNull())
        .addColumn('email', types.key, (column) => column.notNull())
        .addColumn('password_hash', types.text)
        .addColumn('disabled', types.flag, (column) => column.notNull())
        .addColumn('created_at', types.time, (column) => column.notNull())
        .addColumn('updated_at', types.time, (column) => column.notNull())
        .execute();
    },
    async (db, types) => {
      await db.schema
        .createTable('tokens')
        .ifNotExists()
        .addColumn('id', types.key, (column) => column.primaryKey())
        .addColumn('hash', types.key, (column) => column.notNull().unique())
        .addColumn('principal_id', types.key, (column) => column.notNull())
        .addColumn('name', types.key, (column) => column.notNull())
        .addColumn('doors', types.text, (column) => column.notNull())
        .addColumn('grants', types.text, (column) => column.notNull())
        .addColumn('repositories', types.text)
        .addColumn('created_at', types.time, (column) => column.notNull())
        .addColumn('expires_at', types.time)
        .addColumn('last_used_at', types.time)
        .addColumn('revoked_at', types.time)
        .execute();
    },
    (db) => db.schema.createIndex('tokens_principal').ifNotExists().on('tokens').column('principal_id').execute(),
    async (db, types) => {
      await db.schema
        .createTable('sessions')
        .ifNotExists()
        .addColumn('id', types.key, (column) => column.primaryKey())
        .addColumn('hash', types.key, (column) => column.notNull().unique())
        .addColumn('principal_id', types.key, (column) => column.notNull())
        .addColumn('method', types.key, (column) => column.notNull())
        .addColumn('created_at', types.time, (column) => column.notNull())
        .addColumn('seen_at', types.time, (column) => column.notNull())
        .addColumn('expires_at', types.time, (column) => column.notNull())
        .addColumn('user_agent', types.key, (column) => column.notNull())
        .execute();
    },
    (db) => db.schema.createIndex('sessions_principal').ifNotExists().on('sessions').column('principal_id').execute(),
    async (db, types) => {
      await db.schema
        .createTable('one_time_secrets')
        .ifNotExists()
        .addColumn('hash', types.key, (column) => column.primaryKey())
        .addColumn('principal_id', types.key, (column) => column.notNull())
        .addColumn('purpose', types.key, (column) => column.notNull())
        .addColumn('target', types.text, (column) => column.notNull())
        .addColumn('expires_at', types.time, (column) => column.notNull())
        .addColumn('used_at', types.time)
        .execute();
    },
    async (db, types) => {
      await db.schema
        .createTable('sign_in_locks')
        .ifNotExists()
        .addColumn('key', types.key, (column) => column.primaryKey())
        .addColumn('limiter', types.key, (column) => column.notNull())
        .addColumn('locked_until', types.time, (column) => column.notNull())
        .execute();
    },
    async (db, types) => {
      await db.schema
        .createTable('audit_records')
        .ifNotExists()
        .addColumn('seq', types.integer, (column) => column.primaryKey())
        .addColumn('event_id', types.key, (column) => column.notNull().unique())
        .addColumn('source', types.key, (column) => column.notNull())
        .addColumn('type', types.key, (column) => column.notNull())
        .addColumn('subject', types.key, (column) => column.notNull())
        .addColumn('time', types.time, (column) => column.notNull())
        .addColumn('trace_id', types.key, (column) => column.notNull())
        .addColumn('actor', types.key, (column) => column.notNull())
        .addColumn('data', types.text, (column) => column.notNull())
        .addColumn('prev_hash', types.key, (column) => column.notNull())
        .addColumn('hash', types.key, (column) => column.notNull())
        .execute();
    },
    async (db, types) => {
      await db.schema
        .createTable('audit_head')
        .ifNotExists()
        .addColumn('name', types.key, (column) => column.primaryKey())
        .addColumn('seq', types.integer, (column) => column.notNull())
        .addColumn('hash', types.key, (column) => column.notNull())
        .execute();
    },
  ],
};
