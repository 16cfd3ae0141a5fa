import { addColumn, type Migration } from '@mosaic/platform/db';

/** Suggestions of comments on lines that were committed, each once, with the push that brings them; why a verdict was dismissed, and by whom. */
export const reviewing: Migration = {
  name: '016-reviewing',
  steps: [
    (db, t) =>
      db.schema
        .createTable('applied_suggestions')
        .ifNotExists()
        .addColumn('comment_id', t.integer, (c) => c.notNull().references('review_comments.comment_id').onDelete('cascade'))
        .addColumn('position', t.integer, (c) => c.notNull())
        .addColumn('applying_push_id', t.key, (c) => c.notNull())
        .addColumn('commit_id', t.key, (c) => c.notNull())
        .addColumn('applier_uid', t.integer, (c) => c.notNull())
        .addColumn('applier', t.key, (c) => c.notNull())
        .addColumn('applied_at', t.time, (c) => c.notNull())
        .execute(),
    (db) =>
      db.schema
        .createIndex('applied_suggestions_once')
        .ifNotExists()
        .unique()
        .on('applied_suggestions')
        .columns(['comment_id', 'position'])
        .execute(),
    (db) =>
      db.schema
        .createIndex('applied_suggestions_applying_push')
        .ifNotExists()
        .on('applied_suggestions')
        .column('applying_push_id')
        .execute(),
    (db, t) => addColumn(db, { table: 'reviews', name: 'dismissed_by', type: t.key }),
    (db, t) => addColumn(db, { table: 'reviews', name: 'dismissal_reason', type: t.text }),
  ],
};
