import { addColumn, type Migration } from '@mosaic/platform/db';

/** What a repository was forked from; one whose parent is deleted is a fork no more. An owner has one fork of a repository at most. */
export const forks: Migration = {
  name: '010-forks',
  steps: [
    (db, t) =>
      addColumn(db, {
        table: 'repositories',
        name: 'fork_of',
        type: t.integer,
        build: (column) => column.references('repositories.id').onDelete('set null'),
      }),
    (db) =>
      db.schema.createIndex('repositories_forked').ifNotExists().unique().on('repositories').columns(['owner_id', 'fork_of']).execute(),
    (db) => db.schema.createIndex('repositories_fork_of').ifNotExists().on('repositories').column('fork_of').execute(),
  ],
};
