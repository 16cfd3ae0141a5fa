import type { Store } from '@mosaic/platform/db';
import type { Cause } from '@mosaic/platform/events';
import { eachAlone, repeat } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import type { McpTables } from '../db/schema.ts';
import type { FactLog } from '../facts/fact-writer.ts';
import { RETRY_AFTER_MS, afterAttempt } from './task-policy.ts';
import type { TaskRow } from './task-reader.ts';
import { change, read } from './task-writer.ts';

/** How often leases are looked at: a lost task is ready again at most this long after its lease. */
const EVERY_MS = 500;
/** Tasks looked at together. */
const BATCH = 100;

/** Each change belongs to its task's journey. */
const OWN: Cause = { actor: 'mosaic-mcp', traceId: '' };

export interface SweeperDeps {
  store: Store<McpTables>;
  facts: FactLog;
  now: () => number;
  log: Log;
}

/** Gives tasks back whose lease has ended, and failed ones whose pause is over; after the last attempt they wait for a person. */
export async function startLeaseSweeper(deps: SweeperDeps): Promise<AsyncDisposable> {
  // Those who held these leases ended with the predecessor of this process.
  await giveBack(deps, 'predecessor');
  const sweep = async (): Promise<void> => {
    await giveBack(deps, 'ended');
    await retryFailed(deps);
  };
  return repeat(sweep, { everyMs: EVERY_MS, log: deps.log, failed: 'ended leases could not be taken back' });
}

async function giveBack(deps: SweeperDeps, which: 'ended' | 'predecessor'): Promise<void> {
  const at = deps.now();
  const isLost = (row: TaskRow) =>
    row.state === 'in_progress' && (which === 'predecessor' ? row.holder_is_ours === 1 : row.lease_until <= at);
  await changeEach(deps, 'in_progress', (row) => {
    if (!isLost(row)) return null;
    const attempts = row.attempts + 1;
    const state = afterAttempt(attempts);
    const reason = `${row.holder} stopped answering${state === 'blocked' ? `; a person has to look after ${attempts} attempts` : ''}`;
    return { state, attempts, reason, lease_until: 0 };
  });
}

async function retryFailed(deps: SweeperDeps): Promise<void> {
  const at = deps.now();
  const isDue = (row: TaskRow) => row.state === 'failed' && at >= row.updated_at + RETRY_AFTER_MS * row.attempts;
  await changeEach(deps, 'failed', (row) => (isDue(row) ? { state: 'ready' } : null));
}

/** Changes what is to be changed of the tasks in a state, each by itself and in pages by key, so that none keeps others from their turn. */
async function changeEach(
  { store, facts, log }: SweeperDeps,
  state: TaskRow['state'],
  decide: (row: TaskRow) => Partial<TaskRow> | null,
): Promise<void> {
  const changeOne = async ({ key }: TaskRow) => {
    await facts.transact(async (writer) => {
      const row = await read(writer, key);
      const to = decide(row);
      if (to !== null) await change(writer.as(OWN), row, to);
    });
  };
  for (let after: string | undefined = ''; after !== undefined;) {
    const from: string = after;
    const rows = await store.read((db) =>
      db.selectFrom('tasks').selectAll().where('state', '=', state).where('key', '>', from).orderBy('key').limit(BATCH).execute(),
    );
    // Only what may be due takes the writer's turn.
    await eachAlone(
      rows.filter((row) => decide(row) !== null),
      changeOne,
      (error, { key }) => log.error({ err: error, task: key }, 'a task could not be given back; it is tried again'),
    );
    after = rows.length === BATCH ? rows.at(-1)?.key : undefined;
  }
}
