import type { Migration } from '@mosaic/platform/db';

/** Issues of all repositories at once: by whom they concern, and otherwise without reading a text that no page shows. */
export const issuesEverywhere: Migration = {
  name: '017-issues-everywhere',
  steps: [
    (db) => db.schema.createIndex('issues_author').ifNotExists().on('issues').columns(['author_uid', 'state']).execute(),
    (db) => db.schema.createIndex('issues_everywhere').ifNotExists().on('issues').columns(['state', 'id', 'repository_id']).execute(),
    (db) => db.schema.createIndex('labels_named').ifNotExists().on('labels').column('name').execute(),
    (db) => db.schema.createIndex('issue_assignees_uid').ifNotExists().on('issue_assignees').column('uid').execute(),
    (db) => db.schema.createIndex('reviews_reviewer').ifNotExists().on('reviews').columns(['reviewer_uid', 'state']).execute(),
  ],
};
