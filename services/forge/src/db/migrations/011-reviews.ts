import type { Migration } from '@mosaic/platform/db';

/** What people say of a pull request. A comment on a line is a comment with a row beside it, so that both have numbers of one row. */
export const reviews: Migration = {
  name: '011-reviews',
  steps: [
    (db, t) =>
      db.schema
        .createTable('reviews')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('issue_id', t.integer, (c) => c.notNull().references('issues.id').onDelete('cascade'))
        .addColumn('reviewer_uid', t.integer, (c) => c.notNull())
        .addColumn('reviewer', t.key, (c) => c.notNull())
        .addColumn('state', t.key, (c) => c.notNull())
        .addColumn('body', t.text, (c) => c.notNull())
        .addColumn('commit_id', t.key, (c) => c.notNull())
        .addColumn('stale', t.flag, (c) => c.notNull())
        .addColumn('official', t.flag, (c) => c.notNull())
        .addColumn('dismissed', t.flag, (c) => c.notNull())
        .addColumn('submitted_at', t.time, (c) => c.notNull())
        .addColumn('updated_at', t.time, (c) => c.notNull())
        .execute(),
    (db) => db.schema.createIndex('reviews_issue').ifNotExists().on('reviews').columns(['issue_id', 'reviewer_uid']).execute(),
    (db, t) =>
      db.schema
        .createTable('review_comments')
        .ifNotExists()
        .addColumn('comment_id', t.integer, (c) => c.primaryKey().references('comments.id').onDelete('cascade'))
        .addColumn('review_id', t.integer, (c) => c.notNull().references('reviews.id').onDelete('cascade'))
        .addColumn('path', t.text, (c) => c.notNull())
        .addColumn('side', t.key, (c) => c.notNull())
        .addColumn('side_path', t.text, (c) => c.notNull())
        .addColumn('line', t.integer, (c) => c.notNull())
        .addColumn('commit_id', t.key, (c) => c.notNull())
        .addColumn('base_id', t.key, (c) => c.notNull())
        .addColumn('diff_hunk', t.text, (c) => c.notNull())
        .addColumn('resolver_uid', t.integer)
        .addColumn('resolver', t.key)
        .execute(),
    (db) => db.schema.createIndex('review_comments_review').ifNotExists().on('review_comments').column('review_id').execute(),
  ],
};
