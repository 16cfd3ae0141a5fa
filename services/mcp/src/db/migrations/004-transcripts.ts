import type { Migration } from '@mosaic/platform/db';

/** What was done in each attempt at a task. */
export const transcripts: Migration = {
  name: '004-transcripts',
  steps: [
    (db, types) =>
      db.schema
        .createTable('task_steps')
        .ifNotExists()
        .addColumn('task', types.key, (column) => column.notNull())
        .addColumn('epoch', types.integer, (column) => column.notNull())
        .addColumn('seq', types.integer, (column) => column.notNull())
        .addColumn('at', types.time, (column) => column.notNull())
        .addColumn('by', types.key, (column) => column.notNull())
        .addColumn('kind', types.key, (column) => column.notNull())
        .addColumn('text', types.text, (column) => column.notNull())
        .addPrimaryKeyConstraint('task_steps_pk', ['task', 'epoch', 'seq'])
        .execute(),
    (db) => db.schema.createIndex('task_steps_at').ifNotExists().on('task_steps').column('at').execute(),
  ],
};
