import {
  fileChanges,
  isSameChange,
  mergeBase,
  type Change,
  readRefs,
  tryMerge,
  updateRefs,
  ZERO_ID,
  type Repository as GitRepository,
} from '@mosaic/engines/git';
import { toJson, type Store } from '@mosaic/platform/db';
import { takeUp, type EventLog } from '@mosaic/platform/events';
import { eachAlone } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import type { ForgeTables, PullRow } from '../db/schema.ts';
import type { LfsStore } from '../lfs/lfs-store.ts';
import type { RepositoryFolders } from '../repositories/repository-folders.ts';
import { ruleFor } from '../protection/protection-policy.ts';
import { branchRules } from '../protection/protection-reader.ts';
import { dismissStale, freshen } from '../reviews/review-rows.ts';
import { bringCommit, openHead } from './bring-head.ts';
import { pullRef } from './pull.ts';

export interface PullCheckerPorts {
  store: Store<ForgeTables>;
  events: EventLog<ForgeTables>;
  folders: RepositoryFolders;
  lfs: Pick<LfsStore, 'bring'>;
  log: Log;
}

/** A pull request whose merge is to be tried. */
interface Due {
  issueId: number;
  number: number;
  repositoryId: number;
  headRepositoryId: number | null;
  base: string;
  headId: string;
  round: number;
}

/** What a check finds out. */
interface Findings {
  mergeability: PullRow['mergeability'];
  mergeBase: string;
  conflicts: readonly string[];
  additions: number;
  deletions: number;
  files: number;
  /** Heads that were reviewed and bring the same as the present one. */
  same: readonly string[];
}

/**
 * Finds out, beside everything else, whether the open pull requests that are marked would merge, and lets `refs/pull/{number}/head` follow.
 * One at a time; a check is bounded by git's own time limit. Marks are rows, so that a stop in the middle loses none.
 */
export class PullChecker implements AsyncDisposable {
  readonly #ports: PullCheckerPorts;
  readonly #waiting = new Set<number>();
  /** What is being looked at, by the issue's id. */
  readonly #running = new Map<number, Promise<void>>();
  #round: Promise<void> | null = null;
  #isEnding = false;
  /** Before, what is marked is left to {@link takeOver}. */
  #hasTakenOver = false;

  constructor(ports: PullCheckerPorts) {
    this.#ports = ports;
  }

  /** Called after whatever may have marked pull requests into or from a repository; cheap. */
  consider(repositoryId: number): void {
    if (this.#isEnding || !this.#hasTakenOver) return;
    this.#waiting.add(repositoryId);
    if (this.#round === null) this.#begin(this.#work());
  }

  /** Checks one now, if it is marked: for who has just opened it and waits for the answer. A failure is told by its row. */
  async check(issueId: number): Promise<void> {
    for (const due of await this.#due({ issueId })) await this.#checkOne(due);
  }

  /** Checks all into or from a repository that are marked: for who is about to delete it, so that what its heads were last is kept. */
  async checkAll(repositoryId: number): Promise<void> {
    for (const due of await this.#due({ repositoryId })) await this.#checkOne(due);
  }

  /** At start: what a predecessor left marked is checked, from the side; one that ended two starts is put aside. */
  async takeOver(): Promise<void> {
    const { events, log } = this.#ports;
    const left = await this.#due({});
    this.#hasTakenOver = true;
    const about = (due: Due) => ({ repositoryId: due.repositoryId, number: due.number });
    this.#begin(
      eachAlone(
        left,
        async (due) => {
          if (this.#isEnding) return;
          try {
            await takeUp(events, `check of pull request ${due.issueId}`, () => this.#checkOne(due));
          } catch (error) {
            await this.#note(due, FAILED);
            throw error;
          }
        },
        (error, due) => log.error({ err: error, ...about(due) }, 'a pull request could not be checked at start'),
      ),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isEnding = true;
    this.#waiting.clear();
    await this.#round;
  }

  #begin(round: Promise<void>): void {
    this.#round = round.finally(() => {
      this.#round = null;
      const [next] = this.#waiting;
      if (next !== undefined) this.consider(next);
    });
  }

  async #work(): Promise<void> {
    const repositories = [...this.#waiting];
    this.#waiting.clear();
    await eachAlone(
      repositories,
      async (repositoryId) => {
        for (const due of await this.#due({ repositoryId })) if (!this.#isEnding) await this.#checkOne(due);
      },
      (error, repositoryId) => this.#ports.log.warn({ err: error, repositoryId }, 'pull requests could not be checked'),
    );
  }

  async #due({ repositoryId, issueId }: { repositoryId?: number; issueId?: number }): Promise<Due[]> {
    return this.#ports.store.read(async (db) => {
      let found = db
        .selectFrom('pulls')
        .innerJoin('issues', 'issues.id', 'pulls.issue_id')
        .select([
          'pulls.issue_id',
          'pulls.repository_id',
          'pulls.head_repository_id',
          'pulls.base_branch',
          'pulls.head_id',
          'pulls.check_round',
          'issues.number',
        ])
        .where('pulls.mergeability', '=', 'checking')
        .where('issues.state', '=', 'open');
      if (repositoryId !== undefined)
        found = found.where((is) =>
          is.or([is('pulls.repository_id', '=', repositoryId), is('pulls.head_repository_id', '=', repositoryId)]),
        );
      if (issueId !== undefined) found = found.where('pulls.issue_id', '=', issueId);
      const rows = await found.orderBy('pulls.issue_id').execute();
      return rows.map((row) => ({
        issueId: row.issue_id,
        number: row.number,
        repositoryId: row.repository_id,
        headRepositoryId: row.head_repository_id,
        base: row.base_branch,
        headId: row.head_id,
        round: row.check_round,
      }));
    });
  }

  /** Two never look at one pull request at once, since both would move its ref. */
  async #checkOne(due: Due): Promise<void> {
    const running = this.#running.get(due.issueId);
    if (running !== undefined) {
      await running;
      return this.check(due.issueId);
    }
    const look = this.#look(due).finally(() => this.#running.delete(due.issueId));
    this.#running.set(due.issueId, look);
    return look;
  }

  async #look(due: Due): Promise<void> {
    const { folders, lfs, log } = this.#ports;
    let findings: Findings;
    try {
      const git = folders.open(due.repositoryId);
      await bringCommit(openHead(folders, due.repositoryId, { repositoryId: due.headRepositoryId }), git, due.headId);
      if (due.headRepositoryId !== null) await lfs.bring(due.headRepositoryId, due.repositoryId);
      findings = await examine(git, { ...due, reviewed: await this.#staleHeads(due) });
    } catch (error) {
      log.warn({ err: error, repositoryId: due.repositoryId, number: due.number }, 'a pull request could not be checked');
      findings = FAILED;
    }
    await this.#note(due, findings);
  }

  /** Counts for the round that was looked at alone: another push has asked again, and is looked at in its turn. */
  async #note({ issueId, repositoryId, base, round }: Due, findings: Findings): Promise<void> {
    await this.#ports.events.transact(async (writer) => {
      const { numUpdatedRows } = await writer.db
        .updateTable('pulls')
        .set({
          mergeability: findings.mergeability,
          merge_base: findings.mergeBase,
          conflicts: toJson([...findings.conflicts]),
          additions: findings.additions,
          deletions: findings.deletions,
          changed_files: findings.files,
        })
        .where('issue_id', '=', issueId)
        .where('check_round', '=', round)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return;
      await freshen(writer, issueId, findings.same);
      const rule = ruleFor(await branchRules(writer.db, repositoryId), base);
      if (findings !== FAILED && rule?.approvals.dismissStale === true) await dismissStale(writer, issueId);
    });
  }

  /** Heads of reviews that a push made stale. */
  async #staleHeads({ issueId }: Due): Promise<string[]> {
    return this.#ports.store.read(async (db) => {
      const stale = db.selectFrom('reviews').select('commit_id').distinct().where('issue_id', '=', issueId).where('stale', '=', 1);
      return (await stale.orderBy('commit_id').limit(REVIEWED_MAX).execute()).map(({ commit_id }) => commit_id);
    });
  }
}

/** Reviewed heads that are compared with the present one; the reviews of others stay stale. */
const REVIEWED_MAX = 20;

const FAILED: Findings = { mergeability: 'failed', mergeBase: '', conflicts: [], additions: 0, deletions: 0, files: 0, same: [] };

async function examine(git: GitRepository, { base, headId, number, reviewed }: Due & { reviewed: readonly string[] }): Promise<Findings> {
  const baseRef = `refs/heads/${base}`;
  const refs = await readRefs(git, [baseRef, pullRef(number)]);
  await follow(git, { ref: pullRef(number), oldId: refs.get(pullRef(number))?.id ?? ZERO_ID, newId: headId });
  const baseId = refs.get(baseRef)?.commitId;
  if (baseId === undefined || baseId === '') return FAILED;
  const start = await mergeBase(git, baseId, headId);
  const outcome = await tryMerge(git, baseId, headId);
  const { files } = await fileChanges(git, start ?? baseId, headId);
  return {
    mergeability: outcome.kind,
    mergeBase: start ?? '',
    conflicts: outcome.kind === 'conflict' ? outcome.conflicts : [],
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    files: files.length,
    same: start === null ? [] : await sameHeads(git, { baseId, reviewed, present: { from: start, to: headId } }),
  };
}

/** Those that bring, from where they left the base, what the present head does: it has taken in what the base had, and no more. */
async function sameHeads(
  git: GitRepository,
  { baseId, reviewed, present }: { baseId: string; reviewed: readonly string[]; present: Change },
): Promise<string[]> {
  const same: string[] = [];
  for (const to of reviewed) {
    const from = await mergeBase(git, baseId, to);
    if (from !== null && (await isSameChange(git, { from, to }, present))) same.push(to);
  }
  return same;
}

/** The ref is what others fetch; the row says where it is to be. */
async function follow(git: GitRepository, change: { ref: string; oldId: string; newId: string }): Promise<void> {
  if (change.oldId !== change.newId) await updateRefs(git, [change], { message: 'pull request: head' });
}
