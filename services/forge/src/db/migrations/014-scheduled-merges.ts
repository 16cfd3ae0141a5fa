import type { Migration } from '@mosaic/platform/db';

/** Merges that wait for checks: one row a pull request. */
export const scheduledMerges: Migration = {
  name: '014-scheduled-merges',
  steps: [
    (db, t) =>
      db.schema
        .createTable('scheduled_merges')
        .ifNotExists()
        .addColumn('issue_id', t.integer, (c) => c.primaryKey().references('issues.id').onDelete('cascade'))
        .addColumn('repository_id', t.integer, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
        .addColumn('base_branch', t.text, (c) => c.notNull())
        .addColumn('head_id', t.key, (c) => c.notNull())
        .addColumn('style', t.key, (c) => c.notNull())
        .addColumn('title', t.text, (c) => c.notNull())
        .addColumn('body', t.text, (c) => c.notNull())
        .addColumn('deletes_branch', t.flag, (c) => c.notNull())
        .addColumn('principal_id', t.key, (c) => c.notNull())
        .addColumn('login', t.key, (c) => c.notNull())
        .addColumn('trace_id', t.key, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .execute(),
    (db) => db.schema.createIndex('scheduled_merges_repository').ifNotExists().on('scheduled_merges').column('repository_id').execute(),
  ],
};
