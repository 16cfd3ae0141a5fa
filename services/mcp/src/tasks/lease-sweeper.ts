import type { Store } from '@mosaic/platform/db';
import type { Bus } from '@mosaic/platform/events';
import { eachAlone } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import type { McpTables } from '../db/schema.ts';
import type { FactLog } from '../facts/fact-writer.ts';
import { RETRY_AFTER_MS, afterAttempt } from './task-policy.ts';
import type { TaskRow } from './task-reader.ts';
import { change, read, type Act } from './task-writer.ts';

/** How often leases are looked at: a lost task is ready again at most this long after its lease. */
const EVERY_MS = 500;
/** Tasks looked at together. */
const BATCH = 100;

export interface SweeperDeps {
  store: Store<McpTables>;
  facts: FactLog;
  bus: Bus;
  now: () => number;
  log: Log;
}

/** Gives tasks back whose lease has ended, and failed ones whose pause is over; after the last attempt they wait for a person. */
export function createLeaseSweeper(deps: SweeperDeps): AsyncDisposable & { start(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const sweep = async (): Promise<void> => {
    try {
      await giveBack(deps, 'ended');
      await retryFailed(deps);
    } catch (error) {
      deps.log.warn({ err: error }, 'ended leases could not be taken back; it will be tried again');
    }
  };

  return {
    async start() {
      // Those who held these leases ended with the predecessor of this process.
      while ((await giveBack(deps, 'predecessor')) > 0);
      timer = setInterval(() => {
        running = running.then(sweep);
      }, EVERY_MS);
      timer.unref();
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await running;
    },
  };
}

async function giveBack(deps: SweeperDeps, which: 'ended' | 'predecessor'): Promise<number> {
  const at = deps.now();
  const isLost = (row: TaskRow) =>
    row.state === 'in_progress' && (which === 'predecessor' ? row.holder_is_ours === 1 : row.lease_until <= at);
  const rows = await deps.store.read((db) =>
    db
      .selectFrom('tasks')
      .selectAll()
      .where('state', '=', 'in_progress')
      .$if(which === 'ended', (query) => query.where('lease_until', '<=', at))
      .$if(which === 'predecessor', (query) => query.where('holder_is_ours', '=', 1))
      .limit(BATCH)
      .execute(),
  );
  return changeEach(deps, rows, (row) => {
    if (!isLost(row)) return null;
    const attempts = row.attempts + 1;
    const state = afterAttempt(attempts);
    const reason = `${row.holder} stopped answering${state === 'blocked' ? `; a person has to look after ${attempts} attempts` : ''}`;
    return { state, attempts, reason, lease_until: 0 };
  });
}

async function retryFailed(deps: SweeperDeps): Promise<number> {
  const at = deps.now();
  const rows = await deps.store.read((db) =>
    db.selectFrom('tasks').selectAll().where('state', '=', 'failed').orderBy('updated_at').limit(BATCH).execute(),
  );
  const isDue = (row: TaskRow) => row.state === 'failed' && at >= row.updated_at + RETRY_AFTER_MS * row.attempts;
  return changeEach(deps, rows.filter(isDue), (row) => (isDue(row) ? { state: 'ready' } : null));
}

/** Changes the rows that are still as they were seen, each by itself; answers how many. */
async function changeEach(
  { facts, bus, now, log }: SweeperDeps,
  rows: readonly TaskRow[],
  decide: (row: TaskRow) => Partial<TaskRow> | null,
): Promise<number> {
  let changed = 0;
  const changeOne = async ({ key }: TaskRow) => {
    const act: Act = { login: 'mosaic-mcp', now: now(), bus };
    const isChanged = await facts.transact(async (writer) => {
      const row = await read(writer, key);
      const to = decide(row);
      if (to !== null) await change(writer, row, { act, to });
      return to !== null;
    });
    if (isChanged) changed += 1;
  };
  await eachAlone(rows, changeOne, (error, { key }) =>
    log.error({ err: error, task: key }, 'a task could not be given back; it is tried again'),
  );
  return changed;
}
