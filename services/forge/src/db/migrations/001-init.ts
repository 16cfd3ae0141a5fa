import type { Migration } from '@mosaic/platform/db';

export const init: Migration = {
  name: '001-init',
  steps: [
    (db, t) =>
      db.schema
        .createTable('repositories')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('state', t.key, (c) => c.notNull())
        .addColumn('owner_id', t.key, (c) => c.notNull())
        .addColumn('owner_uid', t.integer, (c) => c.notNull())
        .addColumn('owner', t.key, (c) => c.notNull())
        .addColumn('owner_lower', t.key, (c) => c.notNull())
        .addColumn('name', t.key, (c) => c.notNull())
        .addColumn('full_lower', t.key, (c) => c.notNull().unique())
        .addColumn('description', t.text, (c) => c.notNull())
        .addColumn('private', t.flag, (c) => c.notNull())
        .addColumn('archived', t.flag, (c) => c.notNull())
        .addColumn('empty', t.flag, (c) => c.notNull())
        .addColumn('default_branch', t.text, (c) => c.notNull())
        .addColumn('next_issue', t.integer, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .addColumn('updated_at', t.time, (c) => c.notNull())
        .execute(),
    (db) => db.schema.createIndex('repositories_owner').ifNotExists().on('repositories').column('owner_id').execute(),
    (db, t) =>
      db.schema
        .createTable('collaborators')
        .ifNotExists()
        .addColumn('repository_id', t.integer, (c) => c.notNull())
        .addColumn('principal_id', t.key, (c) => c.notNull())
        .addColumn('uid', t.integer, (c) => c.notNull())
        .addColumn('login', t.key, (c) => c.notNull())
        .addColumn('login_lower', t.key, (c) => c.notNull())
        .addColumn('permission', t.key, (c) => c.notNull())
        .addPrimaryKeyConstraint('collaborators_pk', ['repository_id', 'principal_id'])
        .execute(),
    (db) => db.schema.createIndex('collaborators_principal').ifNotExists().on('collaborators').column('principal_id').execute(),
    (db, t) =>
      db.schema
        .createTable('pushes')
        .ifNotExists()
        .addColumn('id', t.key, (c) => c.primaryKey())
        .addColumn('repository_id', t.integer, (c) => c.notNull())
        .addColumn('kind', t.key, (c) => c.notNull())
        .addColumn('state', t.key, (c) => c.notNull())
        .addColumn('actor_uid', t.integer, (c) => c.notNull())
        .addColumn('actor', t.key, (c) => c.notNull())
        .addColumn('trace_id', t.key, (c) => c.notNull())
        .addColumn('started_at', t.time, (c) => c.notNull())
        .addColumn('settled_at', t.time)
        .execute(),
    (db) => db.schema.createIndex('pushes_state').ifNotExists().on('pushes').columns(['state', 'started_at']).execute(),
    (db) => db.schema.createIndex('pushes_repository').ifNotExists().on('pushes').column('repository_id').execute(),
    (db, t) =>
      db.schema
        .createTable('push_commands')
        .ifNotExists()
        .addColumn('push_id', t.key, (c) => c.notNull())
        .addColumn('position', t.integer, (c) => c.notNull())
        .addColumn('repository_id', t.integer, (c) => c.notNull())
        .addColumn('ref', t.text, (c) => c.notNull())
        .addColumn('before_id', t.key, (c) => c.notNull())
        .addColumn('after_id', t.key, (c) => c.notNull())
        .addColumn('outcome', t.key, (c) => c.notNull())
        .addPrimaryKeyConstraint('push_commands_pk', ['push_id', 'position'])
        .execute(),
    (db) =>
      db.schema.createIndex('push_commands_before').ifNotExists().on('push_commands').columns(['repository_id', 'before_id']).execute(),
    (db, t) =>
      db.schema
        .createTable('hooks')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('repository_id', t.integer, (c) => c.notNull())
        .addColumn('url', t.text, (c) => c.notNull())
        .addColumn('secret', t.text, (c) => c.notNull())
        .addColumn('content_type', t.key, (c) => c.notNull())
        .addColumn('events', t.text, (c) => c.notNull())
        .addColumn('branch_filter', t.text, (c) => c.notNull())
        .addColumn('active', t.flag, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .addColumn('updated_at', t.time, (c) => c.notNull())
        .execute(),
    (db) => db.schema.createIndex('hooks_repository').ifNotExists().on('hooks').column('repository_id').execute(),
    (db, t) =>
      db.schema
        .createTable('deliveries')
        .ifNotExists()
        .addColumn('seq', t.serial, t.generated)
        .addColumn('id', t.key, (c) => c.notNull().unique())
        .addColumn('hook_id', t.integer, (c) => c.notNull())
        .addColumn('repository_id', t.integer, (c) => c.notNull())
        .addColumn('event_id', t.key, (c) => c.notNull())
        .addColumn('event', t.key, (c) => c.notNull())
        .addColumn('trace_id', t.key, (c) => c.notNull())
        .addColumn('payload', t.text, (c) => c.notNull())
        .addColumn('state', t.key, (c) => c.notNull())
        .addColumn('attempts', t.integer, (c) => c.notNull())
        .addColumn('next_at', t.time, (c) => c.notNull())
        .addColumn('status', t.integer, (c) => c.notNull())
        .addColumn('response', t.text, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .addColumn('finished_at', t.time)
        .addUniqueConstraint('deliveries_once', ['hook_id', 'event_id', 'event'])
        .execute(),
    (db) => db.schema.createIndex('deliveries_due').ifNotExists().on('deliveries').columns(['state', 'hook_id', 'seq']).execute(),
    (db, t) =>
      db.schema
        .createTable('statuses')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('repository_id', t.integer, (c) => c.notNull())
        .addColumn('sha', t.key, (c) => c.notNull())
        .addColumn('context', t.text, (c) => c.notNull())
        .addColumn('state', t.key, (c) => c.notNull())
        .addColumn('description', t.text, (c) => c.notNull())
        .addColumn('target_url', t.text, (c) => c.notNull())
        .addColumn('creator_uid', t.integer, (c) => c.notNull())
        .addColumn('creator', t.key, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .execute(),
    (db) => db.schema.createIndex('statuses_sha').ifNotExists().on('statuses').columns(['repository_id', 'sha']).execute(),
    (db, t) =>
      db.schema
        .createTable('issues')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('repository_id', t.integer, (c) => c.notNull())
        .addColumn('number', t.integer, (c) => c.notNull())
        .addColumn('title', t.text, (c) => c.notNull())
        .addColumn('body', t.text, (c) => c.notNull())
        .addColumn('state', t.key, (c) => c.notNull())
        .addColumn('author_uid', t.integer, (c) => c.notNull())
        .addColumn('author', t.key, (c) => c.notNull())
        .addColumn('comments', t.integer, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .addColumn('updated_at', t.time, (c) => c.notNull())
        .addColumn('closed_at', t.time)
        .addUniqueConstraint('issues_number', ['repository_id', 'number'])
        .execute(),
    (db, t) =>
      db.schema
        .createTable('comments')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('issue_id', t.integer, (c) => c.notNull())
        .addColumn('repository_id', t.integer, (c) => c.notNull())
        .addColumn('body', t.text, (c) => c.notNull())
        .addColumn('author_uid', t.integer, (c) => c.notNull())
        .addColumn('author', t.key, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .addColumn('updated_at', t.time, (c) => c.notNull())
        .execute(),
    (db) => db.schema.createIndex('comments_issue').ifNotExists().on('comments').column('issue_id').execute(),
    (db, t) =>
      db.schema
        .createTable('labels')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('repository_id', t.integer, (c) => c.notNull())
        .addColumn('name', t.key, (c) => c.notNull())
        .addColumn('color', t.key, (c) => c.notNull())
        .addUniqueConstraint('labels_name', ['repository_id', 'name'])
        .execute(),
    (db, t) =>
      db.schema
        .createTable('issue_labels')
        .ifNotExists()
        .addColumn('issue_id', t.integer, (c) => c.notNull())
        .addColumn('label_id', t.integer, (c) => c.notNull())
        .addPrimaryKeyConstraint('issue_labels_pk', ['issue_id', 'label_id'])
        .execute(),
  ],
};
