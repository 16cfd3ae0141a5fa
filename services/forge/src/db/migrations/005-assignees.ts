import type { Migration } from '@mosaic/platform/db';

/** Who works on an issue. */
export const assignees: Migration = {
  name: '005-assignees',
  steps: [
    (db, t) =>
      db.schema
        .createTable('issue_assignees')
        .ifNotExists()
        .addColumn('issue_id', t.integer, (c) => c.notNull())
        .addColumn('uid', t.integer, (c) => c.notNull())
        .addColumn('login', t.key, (c) => c.notNull())
        .addColumn('login_lower', t.key, (c) => c.notNull())
        .addPrimaryKeyConstraint('issue_assignees_pk', ['issue_id', 'uid'])
        .execute(),
    (db) => db.schema.createIndex('issue_assignees_login').ifNotExists().on('issue_assignees').column('login_lower').execute(),
  ],
};
