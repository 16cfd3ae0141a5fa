import { addColumn, type Migration } from '@mosaic/platform/db';

/** What is told of tags, the files beside it, and the switch that turns both off. */
export const releases: Migration = {
  name: '019-releases',
  steps: [
    (db, t) =>
      addColumn(db, { table: 'repositories', name: 'has_releases', type: t.flag, build: (column) => column.notNull().defaultTo(1) }),
    (db, t) =>
      db.schema
        .createTable('releases')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('repository_id', t.integer, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
        .addColumn('tag_name', t.key, (c) => c.notNull())
        .addColumn('tag_lower', t.key, (c) => c.notNull())
        .addColumn('target', t.text, (c) => c.notNull())
        .addColumn('title', t.text, (c) => c.notNull())
        .addColumn('body', t.text, (c) => c.notNull())
        .addColumn('searchable', t.text, (c) => c.notNull())
        .addColumn('draft', t.flag, (c) => c.notNull())
        .addColumn('prerelease', t.flag, (c) => c.notNull())
        .addColumn('author_uid', t.integer, (c) => c.notNull())
        .addColumn('author', t.key, (c) => c.notNull())
        .addColumn('tag_push_id', t.key)
        .addColumn('fresh', t.flag, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .execute(),
    (db) => db.schema.createIndex('releases_tag').ifNotExists().unique().on('releases').columns(['repository_id', 'tag_lower']).execute(),
    (db) => db.schema.createIndex('releases_push').ifNotExists().on('releases').column('tag_push_id').execute(),
    (db, t) =>
      db.schema
        .createTable('release_assets')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('uuid', t.key, (c) => c.notNull().unique())
        .addColumn('repository_id', t.integer, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
        .addColumn('release_id', t.integer, (c) => c.notNull().references('releases.id').onDelete('cascade'))
        .addColumn('name', t.text, (c) => c.notNull())
        .addColumn('size', t.time, (c) => c.notNull())
        .addColumn('downloads', t.integer, (c) => c.notNull())
        .addColumn('state', t.key, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .execute(),
    (db) => db.schema.createIndex('release_assets_release').ifNotExists().on('release_assets').column('release_id').execute(),
    (db) => db.schema.createIndex('release_assets_repository').ifNotExists().on('release_assets').column('repository_id').execute(),
  ],
};
