import { copyFileSync } from 'node:fs';

import { sql, type Kysely } from 'kysely';

import { MosaicError } from '@mosaic/platform/errors';

import { columnTypes, type ColumnTypes, type DialectName } from './column-types.ts';

/** One idempotent step: it may be run again after a crash in its middle (MariaDB's DDL does not roll back). */
export type MigrationStep = (db: Kysely<unknown>, types: ColumnTypes) => Promise<void>;

/** Frozen once released. Names sort in order: "001-init". */
export interface Migration {
  name: string;
  steps: readonly MigrationStep[];
}

interface Recorded {
  schema_steps: { migration: string; step: number; at: number };
}

export interface MigrateOptions {
  dialect: DialectName;
  migrations: readonly Migration[];
  /** SQLite file to copy aside before the first pending step. */
  copyOf?: string;
}

/** Runs the pending steps in order, recording each; a killed run resumes at the step it died in. */
export async function migrate(db: Kysely<unknown>, { dialect, migrations, copyOf }: MigrateOptions): Promise<void> {
  const types = columnTypes(dialect);
  await db.schema
    .createTable('schema_steps')
    .ifNotExists()
    .addColumn('migration', types.key, (column) => column.notNull())
    .addColumn('step', types.integer, (column) => column.notNull())
    .addColumn('at', types.time, (column) => column.notNull())
    .addPrimaryKeyConstraint('schema_steps_pk', ['migration', 'step'])
    .execute();
  const records = db as unknown as Kysely<Recorded>;
  const done = new Set(await recordedSteps(db));
  const known = new Set(migrations.flatMap((migration) => migration.steps.map((_, step) => `${migration.name}/${step}`)));
  const newer = [...done].filter((step) => !known.has(step));
  if (newer.length > 0) {
    throw new MosaicError(
      'precondition_failed',
      `The data was written by a newer version (${newer.join(', ')}). Start that version again, or restore a backup made before the upgrade.`,
    );
  }
  let copied = done.size === 0;
  for (const migration of migrations) {
    for (const [step, apply] of migration.steps.entries()) {
      if (done.has(`${migration.name}/${step}`)) continue;
      if (!copied && copyOf !== undefined) {
        await sql`pragma wal_checkpoint(truncate)`.execute(db);
        copyFileSync(copyOf, `${copyOf}.before-${migration.name}`);
        copied = true;
      }
      await applyStep(records, { dialect, types, migration: migration.name, step, apply });
    }
  }
}

/** The steps that this database has had, each as "<migration>/<step>". */
export async function recordedSteps(db: Kysely<unknown>): Promise<string[]> {
  const rows = await (db as unknown as Kysely<Recorded>).selectFrom('schema_steps').select(['migration', 'step']).execute();
  return rows.map((row) => `${row.migration}/${row.step}`);
}

interface Application {
  dialect: DialectName;
  types: ColumnTypes;
  migration: string;
  step: number;
  apply: MigrationStep;
}

async function applyStep(db: Kysely<Recorded>, { dialect, types, migration, step, apply }: Application): Promise<void> {
  const run = async (target: Kysely<Recorded>) => {
    await apply(target as unknown as Kysely<unknown>, types);
    await target.insertInto('schema_steps').values({ migration, step, at: Date.now() }).execute();
  };
  if (dialect === 'mariadb') return run(db);
  await db.transaction().execute(run);
}
