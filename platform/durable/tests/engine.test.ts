import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { OpenWorkflow } from 'openworkflow';
import { BackendSqlite } from 'openworkflow/sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';

/*
 * What is used of openworkflow beyond its own API (docs/adr/006-durable-runs-by-openworkflow.md), asked of the engine itself: when a
 * new version changes one of these, it is seen here and not as a run that hangs.
 */

let folder: string;
let backend: BackendSqlite;
let engine: OpenWorkflow;
let rows: DatabaseSync;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mosaic-engine-'));
  backend = BackendSqlite.connect(join(folder, 'durable.db'));
  engine = new OpenWorkflow({ backend });
  rows = (backend as unknown as { db: DatabaseSync }).db;
});
afterEach(async () => {
  await backend.stop();
  rmSync(folder, { recursive: true, force: true });
});

const RETRY = { initialInterval: '1ms', backoffCoefficient: 1, maximumInterval: '1ms', maximumAttempts: 2 } as const;
const run = () => rows.prepare('select * from workflow_runs').get() as Record<string, unknown>;

/** Looks for work until the run is as it should be; each look ends when what it took up has ended. */
async function work(until: () => boolean): Promise<void> {
  const worker = engine.newWorker({ concurrency: 1 });
  await expect
    .poll(async () => {
      await worker.tick();
      return until();
    })
    .toBe(true);
  await worker.stop();
}

test('its connection is the one to its file', () => {
  expect(rows).toBeInstanceOf(DatabaseSync);
  expect(rows.prepare('select max(version) as version from openworkflow_migrations').get()).toEqual({ version: 5 });
});

test('a run that waits, sleeps and is done is a row in these words, and so are its steps', async () => {
  const seen: unknown[] = [];
  engine.defineWorkflow({ name: 'rows' }, async ({ step }) => {
    await step.run({ name: 'first', retryPolicy: RETRY }, async () => {
      const { status, worker_id: worker } = run();
      seen.push(status, typeof worker);
    });
    await step.sleep('rest', '5ms');
  });
  await engine.runWorkflow({ name: 'rows' }, { a: 1 }, { idempotencyKey: 'k~1' });
  expect(run()).toMatchObject({ workflow_name: 'rows', status: 'pending', idempotency_key: 'k~1', worker_id: null, finished_at: null });
  await work(() => run()['status'] === 'completed');
  expect(seen).toEqual(['running', 'string']);
  expect(Date.parse(run()['finished_at'] as string)).toBeGreaterThan(0);
  const steps = rows.prepare('select status from step_attempts where workflow_run_id = ?').all(run()['id'] as string);
  expect(steps.map(({ status }) => status)).toEqual(['completed', 'completed']);
});

test('a run that sleeps belongs to no worker, and says when it is due', async () => {
  engine.defineWorkflow({ name: 'asleep' }, async ({ step }) => step.sleep('rest', '1h'));
  await engine.runWorkflow({ name: 'asleep' }, {});
  await work(() => run()['worker_id'] === null && run()['started_at'] !== null);
  // By the state alone it may be called running or sleeping: both are looked for.
  expect(['running', 'sleeping']).toContain(run()['status']);
  expect(Date.parse(run()['available_at'] as string) - Date.now()).toBeGreaterThan(3_000_000);
});

test('a lease that is taken from a run whose process is gone lets it be taken up at once', async () => {
  let ran = 0;
  engine.defineWorkflow({ name: 'left' }, async () => void (ran += 1));
  await engine.runWorkflow({ name: 'left' }, {});
  rows.exec(`update workflow_runs set status = 'running', worker_id = 'gone', available_at = '2999-01-01T00:00:00.000Z'`);
  rows.prepare(`update workflow_runs set worker_id = null, available_at = ?`).run(new Date().toISOString());
  await work(() => run()['status'] === 'completed');
  expect(ran).toBe(1);
});

test('the signals that a handler must let through are told by their names', async () => {
  const thrown: unknown[] = [];
  const noted = async (branch: () => Promise<unknown>) => {
    try {
      await branch();
    } catch (error) {
      thrown.push(error);
      throw error;
    }
  };
  const gate = Promise.withResolvers<void>();
  engine.defineWorkflow({ name: 'signals' }, async ({ step }) => {
    await Promise.all([
      noted(() => step.sleep('rest', '1h')),
      noted(async () => {
        await gate.promise;
        await step.run({ name: 'late', retryPolicy: RETRY }, async () => null);
      }),
    ]);
  });
  await engine.runWorkflow({ name: 'signals' }, {});
  await work(() => run()['worker_id'] === null && run()['started_at'] !== null);
  gate.resolve();
  await expect.poll(() => thrown.map((error) => (error as Error).name)).toEqual(['SleepSignalError', 'StaleExecutionBranchError']);
});

test('a step that failed says how often it did, and how often it may', async () => {
  const thrown: unknown[] = [];
  engine.defineWorkflow({ name: 'failing' }, async ({ step }) => {
    try {
      await step.run({ name: 'bad', retryPolicy: RETRY }, async () => {
        throw new Error('No.');
      });
    } catch (error) {
      thrown.push(error);
      throw error;
    }
  });
  await engine.runWorkflow({ name: 'failing' }, {});
  await work(() => run()['status'] === 'failed');
  expect(thrown.map((error) => (error as Error).name)).toEqual(['StepError', 'StepError']);
  expect(thrown).toMatchObject([{ stepFailedAttempts: 1 }, { stepFailedAttempts: 2, retryPolicy: { maximumAttempts: 2 } }]);
});
