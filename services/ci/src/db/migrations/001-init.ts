import type { ColumnTypes, Migration, MigrationStep } from '@mosaic/platform/db';

type Kind = 'key' | 'text' | 'time' | 'integer' | 'flag' | 'serial' | 'nullableKey';

/** The tables of the first release. Each step is one statement, so that a killed migration resumes (docs/how-to/add-a-migration.md). */
export const init: Migration = {
  name: '001-init',
  steps: [
    table('repositories', {
      id: 'serial',
      forge_id: 'integer',
      owner: 'key',
      name: 'key',
      private: 'flag',
      active: 'flag',
      default_branch: 'text',
      forge_url: 'text',
      clone_url: 'text',
      hook_key: 'text',
      hook_secret: 'text',
      hook_id: 'integer',
      config_file: 'text',
      timeout_minutes: 'integer',
      trusted: 'text',
      last_number: 'integer',
      created_at: 'time',
      updated_at: 'time',
    }),
    index('repositories', 'forge', ['forge_id'], 'unique'),
    index('repositories', 'name', ['owner', 'name']),
    table('pipelines', {
      id: 'serial',
      repository_id: 'integer',
      number: 'integer',
      parent: 'integer',
      rerun_count: 'integer',
      event: 'key',
      status: 'key',
      branch: 'text',
      ref: 'text',
      sha: 'key',
      before_sha: 'key',
      title: 'text',
      message: 'text',
      author: 'text',
      author_email: 'text',
      sender: 'text',
      forge_url: 'text',
      changed_files: 'text',
      variables: 'text',
      errors: 'text',
      canceled_by: 'text',
      trace_id: 'key',
      delivery_key: 'nullableKey',
      created_at: 'time',
      updated_at: 'time',
      started_at: 'time',
      finished_at: 'time',
    }),
    index('pipelines', 'number', ['repository_id', 'number'], 'unique'),
    index('pipelines', 'delivery', ['delivery_key'], 'unique'),
    index('pipelines', 'status', ['status']),
    table('configs', { pipeline_id: 'integer', name: 'key', data: 'text' }),
    index('configs', 'pipeline', ['pipeline_id', 'name'], 'unique'),
    table('workflows', {
      id: 'serial',
      pipeline_id: 'integer',
      repository_id: 'integer',
      pid: 'integer',
      name: 'key',
      axis_id: 'integer',
      environ: 'text',
      labels: 'text',
      depends_on: 'text',
      runs_on: 'text',
      state: 'key',
      error: 'text',
      attempt: 'integer',
      payload: 'text',
      timeout_minutes: 'integer',
      started_at: 'time',
      finished_at: 'time',
    }),
    index('workflows', 'pipeline', ['pipeline_id', 'pid'], 'unique'),
    table('steps', {
      id: 'serial',
      pipeline_id: 'integer',
      workflow_id: 'integer',
      uuid: 'key',
      pid: 'integer',
      name: 'text',
      type: 'key',
      failure: 'key',
      depends_on: 'text',
      state: 'key',
      error: 'text',
      exit_code: 'integer',
      started_at: 'time',
      finished_at: 'time',
    }),
    index('steps', 'uuid', ['uuid'], 'unique'),
    index('steps', 'pipeline', ['pipeline_id']),
    index('steps', 'workflow', ['workflow_id']),
    table('queue', {
      workflow_id: 'integer',
      pipeline_id: 'integer',
      repository_id: 'integer',
      ref: 'text',
      state: 'key',
      attempt: 'integer',
      lease: 'key',
      lease_until: 'time',
      deadline_at: 'time',
      cancel: 'flag',
      created_at: 'time',
    }),
    index('queue', 'workflow', ['workflow_id'], 'unique'),
    table('statuses', {
      id: 'serial',
      lane: 'key',
      repository_id: 'integer',
      sha: 'key',
      state: 'key',
      context: 'text',
      description: 'text',
      target_url: 'text',
      attempts: 'integer',
      next_at: 'time',
      created_at: 'time',
    }),
    index('statuses', 'lane', ['lane', 'id']),
    table('secrets', {
      id: 'serial',
      repository_id: 'integer',
      name: 'key',
      envelope: 'text',
      events: 'text',
      images: 'text',
      note: 'text',
      updated_at: 'time',
    }),
    index('secrets', 'name', ['repository_id', 'name'], 'unique'),
    table('artifacts', {
      id: 'serial',
      pipeline_id: 'integer',
      workflow_id: 'integer',
      step: 'text',
      name: 'key',
      blob: 'text',
      size: 'integer',
      files: 'integer',
      created_at: 'time',
    }),
    index('artifacts', 'name', ['pipeline_id', 'name'], 'unique'),
    table('clone_tokens', { token_id: 'key', workflow_id: 'integer', created_at: 'time' }),
    index('clone_tokens', 'token', ['token_id'], 'unique'),
  ],
};

function table(name: string, columns: Record<string, Kind>): MigrationStep {
  return async (db, types: ColumnTypes) => {
    let builder = db.schema.createTable(name).ifNotExists();
    for (const [column, kind] of Object.entries(columns)) {
      if (kind === 'serial') builder = builder.addColumn(column, types.serial, types.generated);
      else if (kind === 'nullableKey') builder = builder.addColumn(column, types.key);
      else builder = builder.addColumn(column, types[kind], (definition) => definition.notNull());
    }
    await builder.execute();
  };
}

function index(on: string, name: string, columns: string[], kind: 'unique' | 'plain' = 'plain'): MigrationStep {
  return async (db) => {
    const builder = db.schema.createIndex(`${on}_${name}`).ifNotExists().on(on).columns(columns);
    await (kind === 'unique' ? builder.unique() : builder).execute();
  };
}
