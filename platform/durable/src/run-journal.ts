import type { DatabaseSync } from 'node:sqlite';

/** Finished runs are kept for a week, for those who ask what happened. */
const KEEP_MS = 7 * 24 * 3_600_000;

/** What the port asks of the engine's tables beyond its own API (tests/engine.test.ts). */
export interface RunJournal {
  /** Ends the leases of a dead predecessor, without which a resume waits out 30 s, and notes what it died with. */
  expireLeases(): void;
  /** How many predecessors in a row have died with this run in hand, none of whom got a step further. */
  deaths(name: string, id: string): number;
  prune(): void;
  /** The engine's key for a new run, or null while an unfinished run of this name and id exists. */
  keyFor(name: string, id: string): string | null;
  /** How many runs wait, run or sleep. */
  unfinished(): number;
  /** When the next run may be taken up, Unix ms; one that is worked on, when its lease ends. Null when none is left. */
  nextDue(): number | null;
}

const UNFINISHED = `status in ('pending', 'running', 'sleeping')`;

/** Runs that were in hand when a process died: how often in a row, and how many steps were done at the last time. */
const DEATHS = 'create table if not exists mosaic_deaths (run_id text primary key, deaths integer not null, steps integer not null)';
const NOTE_DEATHS = `
  insert into mosaic_deaths (run_id, deaths, steps)
    select id, 1, (select count(*) from step_attempts where workflow_run_id = workflow_runs.id and status = 'completed')
    from workflow_runs where status = 'running' and worker_id is not null
  on conflict (run_id) do update set
    deaths = case when steps = excluded.steps then deaths + 1 else 1 end,
    steps = excluded.steps`;

export function runJournal(database: DatabaseSync): RunJournal {
  database.exec(DEATHS);
  const deaths = database.prepare(
    `select coalesce(max(deaths), 0) as deaths from mosaic_deaths where run_id in (
      select id from workflow_runs where ${UNFINISHED} and workflow_name = ?
        and (idempotency_key = ? or substr(idempotency_key, 1, length(?) + 1) = ? || '~'))`,
  );
  const finished = database.prepare(
    `select count(*) as runs, coalesce(sum(${UNFINISHED}), 0) as open from workflow_runs
      where workflow_name = ? and (idempotency_key = ? or substr(idempotency_key, 1, length(?) + 1) = ? || '~')`,
  );
  const open = database.prepare(`select count(*) as runs from workflow_runs where ${UNFINISHED}`);
  const due = database.prepare(`select min(available_at) as at from workflow_runs where ${UNFINISHED}`);
  return {
    expireLeases() {
      database.exec(NOTE_DEATHS);
      database
        .prepare(`update workflow_runs set worker_id = null, available_at = ? where status = 'running' and worker_id is not null`)
        .run(new Date().toISOString());
    },
    deaths: (name, id) => (deaths.get(name, id, id, id) as { deaths: number }).deaths,
    prune() {
      database
        .prepare(`delete from workflow_runs where not ${UNFINISHED} and finished_at < ?`)
        .run(new Date(Date.now() - KEEP_MS).toISOString());
      database.exec('delete from mosaic_deaths where run_id not in (select id from workflow_runs)');
    },
    keyFor(name, id) {
      const { runs, open: unfinished } = finished.get(name, id, id, id) as { runs: number; open: number };
      if (unfinished > 0) return null;
      // The engine would answer a finished run of the same key for 24 h; the caller's row says that its work is not done.
      return runs === 0 ? id : `${id}~${runs}`;
    },
    unfinished: () => (open.get() as { runs: number }).runs,
    nextDue() {
      const { at } = due.get() as { at: string | null };
      return at === null ? null : Date.parse(at);
    },
  };
}
