import { addColumn, type Migration } from '@mosaic/platform/db';

/** Organizations own repositories as people do; their teams say who may what. */
export const organizations: Migration = {
  name: '013-organizations',
  steps: [
    (db, t) => addColumn(db, { table: 'owners', name: 'visibility', type: t.key, build: (c) => c.notNull().defaultTo('public') }),
    (db, t) =>
      db.schema
        .createTable('organizations')
        .ifNotExists()
        .addColumn('owner_id', t.integer, (c) => c.primaryKey().references('owners.id').onDelete('cascade'))
        .addColumn('full_name', t.text, (c) => c.notNull())
        .addColumn('email', t.text, (c) => c.notNull())
        .addColumn('description', t.text, (c) => c.notNull())
        .addColumn('website', t.text, (c) => c.notNull())
        .addColumn('location', t.text, (c) => c.notNull())
        .addColumn('admins_change_teams', t.flag, (c) => c.notNull())
        .execute(),
    (db, t) =>
      db.schema
        .createTable('organization_members')
        .ifNotExists()
        .addColumn('owner_id', t.integer, (c) => c.notNull().references('owners.id').onDelete('cascade'))
        .addColumn('principal_id', t.key, (c) => c.notNull())
        .addColumn('uid', t.integer, (c) => c.notNull())
        .addColumn('login', t.key, (c) => c.notNull())
        .addColumn('login_lower', t.key, (c) => c.notNull())
        .addColumn('shown', t.flag, (c) => c.notNull())
        .addUniqueConstraint('organization_members_person', ['owner_id', 'principal_id'])
        .execute(),
    (db) =>
      db.schema
        .createIndex('organization_members_principal')
        .ifNotExists()
        .on('organization_members')
        .columns(['principal_id', 'owner_id'])
        .execute(),
    (db) => db.schema.createIndex('organization_members_uid').ifNotExists().on('organization_members').column('uid').execute(),
    (db, t) =>
      db.schema
        .createTable('teams')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('owner_id', t.integer, (c) => c.notNull().references('owners.id').onDelete('cascade'))
        .addColumn('name', t.key, (c) => c.notNull())
        .addColumn('name_lower', t.key, (c) => c.notNull())
        .addColumn('description', t.text, (c) => c.notNull())
        .addColumn('permission', t.key, (c) => c.notNull())
        .addColumn('units', t.text, (c) => c.notNull())
        .addColumn('all_repositories', t.flag, (c) => c.notNull())
        .addColumn('creates_repositories', t.flag, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .addUniqueConstraint('teams_name', ['owner_id', 'name_lower'])
        .execute(),
    (db, t) =>
      db.schema
        .createTable('team_members')
        .ifNotExists()
        .addColumn('team_id', t.integer, (c) => c.notNull().references('teams.id').onDelete('cascade'))
        .addColumn('principal_id', t.key, (c) => c.notNull())
        .addUniqueConstraint('team_members_person', ['team_id', 'principal_id'])
        .execute(),
    (db) => db.schema.createIndex('team_members_principal').ifNotExists().on('team_members').columns(['principal_id', 'team_id']).execute(),
    (db, t) =>
      db.schema
        .createTable('team_repositories')
        .ifNotExists()
        .addColumn('team_id', t.integer, (c) => c.notNull().references('teams.id').onDelete('cascade'))
        .addColumn('repository_id', t.integer, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
        .addUniqueConstraint('team_repositories_repository', ['team_id', 'repository_id'])
        .execute(),
    (db) =>
      db.schema
        .createIndex('team_repositories_teams')
        .ifNotExists()
        .on('team_repositories')
        .columns(['repository_id', 'team_id'])
        .execute(),
  ],
};
