import type { Migration } from '@mosaic/platform/db';

export const init: Migration = {
  name: '001-init',
  steps: [
    (db, types) =>
      db.schema
        .createTable('runs')
        .ifNotExists()
        .addColumn('id', types.key, (column) => column.primaryKey())
        .addColumn('kind', types.key, (column) => column.notNull())
        .addColumn('state', types.key, (column) => column.notNull())
        .addColumn('input', types.text, (column) => column.notNull())
        .addColumn('outcome', types.text, (column) => column.notNull())
        .addColumn('created_at', types.time, (column) => column.notNull())
        .addColumn('finished_at', types.time)
        .execute(),
    (db) => db.schema.createIndex('runs_state').ifNotExists().on('runs').column('state').execute(),
    (db, types) =>
      db.schema
        .createTable('repositories')
        .ifNotExists()
        .addColumn('repository_id', types.integer, (column) => column.primaryKey())
        .addColumn('repository', types.key, (column) => column.notNull())
        .addColumn('activated_at', types.time)
        .execute(),
    (db, types) =>
      db.schema
        .createTable('pushes')
        .ifNotExists()
        .addColumn('event_id', types.key, (column) => column.primaryKey())
        .addColumn('repository_id', types.integer, (column) => column.notNull())
        .addColumn('ref', types.text, (column) => column.notNull())
        .addColumn('before_sha', types.key, (column) => column.notNull())
        .addColumn('after_sha', types.key, (column) => column.notNull())
        .addColumn('time', types.time, (column) => column.notNull())
        .execute(),
    (db) => db.schema.createIndex('pushes_repository').ifNotExists().on('pushes').columns(['repository_id', 'after_sha']).execute(),
    (db, types) =>
      db.schema
        .createTable('pipelines')
        .ifNotExists()
        .addColumn('repository_id', types.integer, (column) => column.notNull())
        .addColumn('number', types.integer, (column) => column.notNull())
        .addColumn('branch', types.text, (column) => column.notNull())
        .addColumn('event', types.key, (column) => column.notNull())
        .addColumn('status', types.key, (column) => column.notNull())
        .addPrimaryKeyConstraint('pipelines_pk', ['repository_id', 'number'])
        .execute(),
    (db, types) =>
      db.schema
        .createTable('sites')
        .ifNotExists()
        .addColumn('project', types.key, (column) => column.notNull())
        .addColumn('environment', types.key, (column) => column.notNull())
        .addColumn('repository_id', types.integer, (column) => column.notNull())
        .addColumn('repository', types.key, (column) => column.notNull())
        .addColumn('deployment_id', types.integer, (column) => column.notNull())
        .addColumn('release_id', types.integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('sites_pk', ['project', 'environment'])
        .execute(),
    (db, types) =>
      db.schema
        .createTable('releases')
        .ifNotExists()
        .addColumn('deployment_id', types.integer, (column) => column.primaryKey())
        .addColumn('project', types.key, (column) => column.notNull())
        .addColumn('environment', types.key, (column) => column.notNull())
        .addColumn('release_id', types.integer, (column) => column.notNull())
        .execute(),
  ],
};
