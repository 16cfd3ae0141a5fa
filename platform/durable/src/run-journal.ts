import type { DatabaseSync } from 'node:sqlite';

/** Finished runs are kept for a week, for those who ask what happened. */
const KEEP_MS = 7 * 24 * 3_600_000;

/** What the port asks of the engine's tables beyond its own API (openworkflow 0.10.1, schema version 5). */
export interface RunJournal {
  /** Ends the leases of a dead predecessor; without this a resume waits out 30 s. */
  expireLeases(): void;
  prune(): void;
  /** The engine's key for a new run, or null while an unfinished run of this name and id exists. */
  keyFor(name: string, id: string): string | null;
  /** How many runs wait, run or sleep. */
  unfinished(): number;
  /** When the next waiting run is due, Unix ms; null when none waits. */
  nextDue(): number | null;
}

const UNFINISHED = `status in ('pending', 'running', 'sleeping')`;

export function runJournal(database: DatabaseSync): RunJournal {
  const finished = database.prepare(
    `select count(*) as runs, coalesce(sum(${UNFINISHED}), 0) as open from workflow_runs
      where workflow_name = ? and (idempotency_key = ? or substr(idempotency_key, 1, length(?) + 1) = ? || '~')`,
  );
  const open = database.prepare(`select count(*) as runs from workflow_runs where ${UNFINISHED}`);
  const due = database.prepare(`select min(available_at) as at from workflow_runs where ${UNFINISHED} and worker_id is null`);
  return {
    expireLeases: () =>
      void database
        .prepare(`update workflow_runs set worker_id = null, available_at = ? where status = 'running' and worker_id is not null`)
        .run(new Date().toISOString()),
    prune: () =>
      void database
        .prepare(`delete from workflow_runs where not ${UNFINISHED} and finished_at < ?`)
        .run(new Date(Date.now() - KEEP_MS).toISOString()),
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
