import type { Kysely } from 'kysely';

import type { ColumnTypes, Migration, MigrationStep } from '@mosaic/platform/db';

/** The coordination plane's first tables. */
export const init: Migration = {
  name: '001-init',
  steps: [
    (db, types) => projects(db, types),
    (db, types) => deployments(db, types),
    (db, types) => tasks(db, types),
    (db, types) => talk(db, types),
    (db, types) => calls(db, types),
    (db, types) => facts(db, types),
    index('deployments_trace', 'deployments', ['trace_id']),
    index('tasks_ready', 'tasks', ['state', 'role', 'priority_rank', 'created_at']),
    index('tasks_trace', 'tasks', ['trace_id']),
    index('tasks_lease', 'tasks', ['state', 'lease_until']),
    index('inbox_login', 'inbox', ['login', 'id']),
    index('inbox_trace', 'inbox', ['trace_id']),
    index('tool_calls_login', 'tool_calls', ['login', 'at']),
    index('tool_calls_at', 'tool_calls', ['at']),
    index('request_ids_at', 'request_ids', ['at']),
    index('facts_trace', 'facts', ['trace_id', 'seq']),
    index('facts_sha', 'facts', ['sha']),
    index('journeys_started', 'journeys', ['started_at']),
    index('facts_type', 'facts', ['type', 'seq']),
  ],
};

function index(name: string, table: string, columns: string[]): MigrationStep {
  return (db) => db.schema.createIndex(name).ifNotExists().on(table).columns(columns).execute();
}

async function projects(db: Kysely<unknown>, { key, integer, flag, time, text }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('projects')
    .ifNotExists()
    .addColumn('name', key, (column) => column.primaryKey())
    .addColumn('repository', key, (column) => column.notNull())
    .addColumn('repository_id', integer, (column) => column.notNull().unique())
    .addColumn('private', flag, (column) => column.notNull())
    .addColumn('owner', key, (column) => column.notNull())
    .addColumn('created_by', key, (column) => column.notNull())
    .addColumn('created_at', time, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('environments')
    .ifNotExists()
    .addColumn('project', key, (column) => column.notNull())
    .addColumn('name', key, (column) => column.notNull())
    .addColumn('url', text, (column) => column.notNull())
    .addColumn('live_deployment', integer)
    .addColumn('latest_deployment', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('environments_pk', ['project', 'name'])
    .execute();
}

async function deployments(db: Kysely<unknown>, { key, text, integer, flag, time, serial, generated }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('deployments')
    .ifNotExists()
    .addColumn('id', serial, generated)
    .addColumn('project', key, (column) => column.notNull())
    .addColumn('environment', key, (column) => column.notNull())
    .addColumn('repository', key, (column) => column.notNull())
    .addColumn('repository_id', integer, (column) => column.notNull())
    .addColumn('private', flag, (column) => column.notNull())
    .addColumn('sha', key, (column) => column.notNull())
    .addColumn('branch', text, (column) => column.notNull())
    .addColumn('title', text, (column) => column.notNull())
    .addColumn('pipeline_number', integer, (column) => column.notNull())
    .addColumn('target', key, (column) => column.notNull())
    .addColumn('artifact', key, (column) => column.notNull())
    .addColumn('state', key, (column) => column.notNull())
    .addColumn('reason', text, (column) => column.notNull())
    .addColumn('url', text, (column) => column.notNull())
    .addColumn('trace_id', key, (column) => column.notNull())
    .addColumn('requested_by', key, (column) => column.notNull())
    .addColumn('requested_at', time, (column) => column.notNull())
    .addColumn('finished_at', time)
    .addColumn('rollback_of', integer)
    .execute();
}

async function tasks(db: Kysely<unknown>, { key, text, integer, flag, time }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('tasks')
    .ifNotExists()
    .addColumn('key', key, (column) => column.primaryKey())
    .addColumn('project', key, (column) => column.notNull())
    .addColumn('id', key, (column) => column.notNull())
    .addColumn('repository', key, (column) => column.notNull())
    .addColumn('repository_id', integer, (column) => column.notNull())
    .addColumn('private', flag, (column) => column.notNull())
    .addColumn('title', text, (column) => column.notNull())
    .addColumn('description', text, (column) => column.notNull())
    .addColumn('role', key, (column) => column.notNull())
    .addColumn('state', key, (column) => column.notNull())
    .addColumn('reason', text, (column) => column.notNull())
    .addColumn('priority', key, (column) => column.notNull())
    .addColumn('priority_rank', integer, (column) => column.notNull())
    .addColumn('attempts', integer, (column) => column.notNull())
    .addColumn('input', text, (column) => column.notNull())
    .addColumn('result', text)
    .addColumn('holder', key, (column) => column.notNull())
    .addColumn('holder_is_ours', flag, (column) => column.notNull())
    .addColumn('epoch', integer, (column) => column.notNull())
    .addColumn('lease_until', time, (column) => column.notNull())
    .addColumn('trace_id', key, (column) => column.notNull())
    .addColumn('created_by', key, (column) => column.notNull())
    .addColumn('created_at', time, (column) => column.notNull())
    .addColumn('updated_at', time, (column) => column.notNull())
    .addUniqueConstraint('tasks_id_unique', ['project', 'id'])
    .execute();
  await db.schema
    .createTable('task_numbers')
    .ifNotExists()
    .addColumn('project', key, (column) => column.primaryKey())
    .addColumn('next', integer, (column) => column.notNull())
    .execute();
}

async function talk(db: Kysely<unknown>, { key, text, time, serial, generated }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('messages')
    .ifNotExists()
    .addColumn('id', serial, generated)
    .addColumn('sender', key, (column) => column.notNull())
    .addColumn('recipient', key)
    .addColumn('project', key, (column) => column.notNull())
    .addColumn('text', text, (column) => column.notNull())
    .addColumn('created_at', time, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('inbox')
    .ifNotExists()
    .addColumn('id', serial, generated)
    .addColumn('login', key, (column) => column.notNull())
    .addColumn('title', text, (column) => column.notNull())
    .addColumn('body', text, (column) => column.notNull())
    .addColumn('url', text, (column) => column.notNull())
    .addColumn('outcome', key, (column) => column.notNull())
    .addColumn('project', key, (column) => column.notNull())
    .addColumn('repository', key, (column) => column.notNull())
    .addColumn('trace_id', key, (column) => column.notNull())
    .addColumn('created_at', time, (column) => column.notNull())
    .addColumn('read_at', time)
    .execute();
}

async function calls(db: Kysely<unknown>, { key, text, integer, flag, time, serial, generated }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('request_ids')
    .ifNotExists()
    .addColumn('principal', key, (column) => column.notNull())
    .addColumn('tool', key, (column) => column.notNull())
    .addColumn('request_id', key, (column) => column.notNull())
    .addColumn('input_hash', key, (column) => column.notNull())
    .addColumn('result', text, (column) => column.notNull())
    .addColumn('at', time, (column) => column.notNull())
    .addPrimaryKeyConstraint('request_ids_pk', ['principal', 'tool', 'request_id'])
    .execute();
  await db.schema
    .createTable('tool_calls')
    .ifNotExists()
    .addColumn('id', serial, generated)
    .addColumn('at', time, (column) => column.notNull())
    .addColumn('principal', key, (column) => column.notNull())
    .addColumn('login', key, (column) => column.notNull())
    .addColumn('tool', key, (column) => column.notNull())
    .addColumn('allowed', flag, (column) => column.notNull())
    .addColumn('code', key, (column) => column.notNull())
    .addColumn('request_id', key, (column) => column.notNull())
    .addColumn('trace_id', key, (column) => column.notNull())
    .addColumn('ms', integer, (column) => column.notNull())
    .execute();
}

async function facts(db: Kysely<unknown>, { key, text, integer, flag, time }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('facts')
    .ifNotExists()
    .addColumn('seq', integer, (column) => column.primaryKey())
    .addColumn('source', key, (column) => column.notNull())
    .addColumn('id', key, (column) => column.notNull())
    .addColumn('type', key, (column) => column.notNull())
    .addColumn('subject', key, (column) => column.notNull())
    .addColumn('time', time, (column) => column.notNull())
    .addColumn('trace_id', key, (column) => column.notNull())
    .addColumn('actor', key, (column) => column.notNull())
    .addColumn('repository', key, (column) => column.notNull())
    .addColumn('repository_id', integer, (column) => column.notNull())
    .addColumn('audience', key, (column) => column.notNull())
    .addColumn('sha', key, (column) => column.notNull())
    .addColumn('data', text, (column) => column.notNull())
    .addUniqueConstraint('facts_source_unique', ['source', 'id'])
    .execute();
  await db.schema
    .createTable('journeys')
    .ifNotExists()
    .addColumn('trace_id', key, (column) => column.primaryKey())
    .addColumn('repository', key, (column) => column.notNull())
    .addColumn('repository_id', integer, (column) => column.notNull())
    .addColumn('private', flag, (column) => column.notNull())
    .addColumn('title', text, (column) => column.notNull())
    .addColumn('sha', key, (column) => column.notNull())
    .addColumn('started_at', time, (column) => column.notNull())
    .execute();
}
