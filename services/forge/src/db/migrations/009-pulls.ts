import { addColumn, type Migration } from '@mosaic/platform/db';

/** A pull request is an issue with a row beside it; what a repository lets be merged, and how, is JSON (null: as Gitea has it). */
export const pulls: Migration = {
  name: '009-pulls',
  steps: [
    (db, t) => addColumn(db, { table: 'repositories', name: 'merge_settings', type: t.text }),
    (db, t) =>
      db.schema
        .createTable('pulls')
        .ifNotExists()
        .addColumn('issue_id', t.integer, (c) => c.primaryKey().references('issues.id').onDelete('cascade'))
        .addColumn('repository_id', t.integer, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
        .addColumn('base_branch', t.text, (c) => c.notNull())
        .addColumn('head_repository_id', t.integer, (c) => c.references('repositories.id').onDelete('set null'))
        .addColumn('head_branch', t.text, (c) => c.notNull())
        .addColumn('head_id', t.key, (c) => c.notNull())
        .addColumn('merge_base', t.key, (c) => c.notNull())
        .addColumn('mergeability', t.key, (c) => c.notNull())
        .addColumn('conflicts', t.text, (c) => c.notNull())
        .addColumn('check_round', t.integer, (c) => c.notNull())
        .addColumn('additions', t.integer, (c) => c.notNull())
        .addColumn('deletions', t.integer, (c) => c.notNull())
        .addColumn('changed_files', t.integer, (c) => c.notNull())
        .addColumn('allow_maintainer_edit', t.flag, (c) => c.notNull())
        .addColumn('merge_push_id', t.key)
        .addColumn('merge_style', t.key)
        .addColumn('merged_commit', t.key)
        .addColumn('merged_at', t.time)
        .addColumn('merged_by_uid', t.integer)
        .addColumn('merged_by', t.key)
        .execute(),
    (db) => db.schema.createIndex('pulls_repository').ifNotExists().on('pulls').columns(['repository_id', 'mergeability']).execute(),
    (db) => db.schema.createIndex('pulls_head').ifNotExists().on('pulls').column('head_repository_id').execute(),
    (db) => db.schema.createIndex('pulls_push').ifNotExists().on('pulls').column('merge_push_id').execute(),
    (db) => db.schema.createIndex('pulls_mergeability').ifNotExists().on('pulls').column('mergeability').execute(),
    (db, t) =>
      db.schema
        .createTable('pull_versions')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('issue_id', t.integer, (c) => c.notNull().references('issues.id').onDelete('cascade'))
        .addColumn('head_id', t.key, (c) => c.notNull())
        .addColumn('actor', t.key, (c) => c.notNull())
        .addColumn('forced', t.flag, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .execute(),
    (db) => db.schema.createIndex('pull_versions_issue').ifNotExists().on('pull_versions').column('issue_id').execute(),
  ],
};
