import { addColumn, type Migration } from '@mosaic/platform/db';

/** Applications that sign people in through us, who has let which in, and what they got for it (OAuth2, OpenID Connect). */
export const oauth: Migration = {
  name: '006-oauth',
  steps: [
    async (db, types) => {
      await db.schema
        .createTable('oauth_applications')
        .ifNotExists()
        .addColumn('id', types.serial, types.generated)
        .addColumn('client_id', types.key, (column) => column.notNull().unique())
        .addColumn('secret_hash', types.key)
        .addColumn('owner_id', types.key)
        .addColumn('name', types.text, (column) => column.notNull())
        .addColumn('redirect_uris', types.text, (column) => column.notNull())
        .addColumn('confidential', types.flag, (column) => column.notNull())
        .addColumn('trusted', types.flag, (column) => column.notNull())
        .addColumn('created_at', types.time, (column) => column.notNull())
        .execute();
    },
    (db) => db.schema.createIndex('oauth_applications_owner').ifNotExists().on('oauth_applications').column('owner_id').execute(),
    async (db, types) => {
      await db.schema
        .createTable('oauth_grants')
        .ifNotExists()
        .addColumn('id', types.key, (column) => column.primaryKey())
        .addColumn('application_id', types.integer, (column) => column.notNull().references('oauth_applications.id').onDelete('cascade'))
        .addColumn('principal_id', types.key, (column) => column.notNull())
        .addColumn('scope', types.text, (column) => column.notNull())
        .addColumn('created_at', types.time, (column) => column.notNull())
        .addColumn('used_at', types.time, (column) => column.notNull())
        .addUniqueConstraint('oauth_grants_application_principal', ['application_id', 'principal_id'])
        .execute();
    },
    (db) => db.schema.createIndex('oauth_grants_principal').ifNotExists().on('oauth_grants').column('principal_id').execute(),
    async (db, types) => {
      await db.schema
        .createTable('oauth_codes')
        .ifNotExists()
        .addColumn('hash', types.key, (column) => column.primaryKey())
        .addColumn('grant_id', types.key, (column) => column.notNull().references('oauth_grants.id').onDelete('cascade'))
        .addColumn('redirect_uri', types.text, (column) => column.notNull())
        .addColumn('challenge', types.text, (column) => column.notNull())
        .addColumn('challenge_method', types.key, (column) => column.notNull())
        .addColumn('nonce', types.text, (column) => column.notNull())
        .addColumn('expires_at', types.time, (column) => column.notNull())
        .addColumn('used_at', types.time)
        .execute();
    },
    (db) => db.schema.createIndex('oauth_codes_grant').ifNotExists().on('oauth_codes').column('grant_id').execute(),
    async (db, types) => {
      await db.schema
        .createTable('oauth_refresh_tokens')
        .ifNotExists()
        .addColumn('hash', types.key, (column) => column.primaryKey())
        .addColumn('grant_id', types.key, (column) => column.notNull().references('oauth_grants.id').onDelete('cascade'))
        .addColumn('nonce', types.text, (column) => column.notNull())
        .addColumn('created_at', types.time, (column) => column.notNull())
        .addColumn('expires_at', types.time, (column) => column.notNull())
        .addColumn('used_at', types.time)
        .execute();
    },
    (db) =>
      db.schema
        .createIndex('oauth_refresh_tokens_grant')
        .ifNotExists()
        .on('oauth_refresh_tokens')
        .columns(['grant_id', 'created_at'])
        .execute(),
    async (db, types) => {
      await db.schema
        .createTable('oauth_signing_keys')
        .ifNotExists()
        .addColumn('id', types.key, (column) => column.primaryKey())
        .addColumn('sealed', types.text, (column) => column.notNull())
        .addColumn('created_at', types.time, (column) => column.notNull())
        .execute();
    },
    (db, types) => addColumn(db, { table: 'tokens', name: 'grant_id', type: types.key }),
    (db) => db.schema.createIndex('tokens_grant').ifNotExists().on('tokens').column('grant_id').execute(),
  ],
};
