import { addColumn, type Migration } from '@mosaic/platform/db';

/** Settings of repositories that Woodpecker's clients set, and what they make of a pipeline. Absent text is null: no long text has a default. */
export const approvalAndDeployment: Migration = {
  name: '002-approval-and-deployment',
  steps: [
    (db, types) =>
      addColumn(db, {
        table: 'repositories',
        name: 'require_approval',
        type: types.key,
        build: (column) => column.notNull().defaultTo('none'),
      }),
    (db, types) => addColumn(db, { table: 'repositories', name: 'approval_allowed_users', type: types.text }),
    (db, types) => addColumn(db, { table: 'repositories', name: 'cancel_previous_events', type: types.text }),
    (db, types) =>
      addColumn(db, { table: 'repositories', name: 'allow_deploy', type: types.flag, build: (column) => column.notNull().defaultTo(0) }),
    (db, types) => addColumn(db, { table: 'pipelines', name: 'deploy_to', type: types.text }),
    (db, types) => addColumn(db, { table: 'pipelines', name: 'deploy_task', type: types.text }),
    (db, types) => addColumn(db, { table: 'pipelines', name: 'reviewed_by', type: types.text }),
    (db, types) =>
      addColumn(db, { table: 'pipelines', name: 'reviewed_at', type: types.time, build: (column) => column.notNull().defaultTo(0) }),
  ],
};
