import { pullRequestMerged } from '@mosaic/contracts/mosaic';
import type { Reader } from '@mosaic/platform/db';
import type { Cause, EventWriter } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import type { Repository } from '../repositories/repository.ts';
import { headOf, pullsIn } from './pull.ts';
import { aboutPull } from './pull-events.ts';

type Writer = EventWriter<ForgeTables>;

/** Where the head stands from now on. */
export async function insertVersion(
  { db }: Writer,
  { issueId, headId, actor, forced }: { issueId: number; headId: string; actor: string; forced: boolean },
): Promise<void> {
  const row = { issue_id: issueId, head_id: headId, actor, forced: forced ? 1 : 0, created_at: Date.now() };
  await db.insertInto('pull_versions').values(row).execute();
}

/** A pull request is merged, and closed with it. */
export async function writeMerged(
  writer: Writer,
  repository: Repository,
  { issueId, pull, commit, style, by, cause }: Merged,
): Promise<void> {
  const now = Date.now();
  const merged = { merged_commit: commit, merged_at: now, merged_by_uid: by.uid, merged_by: by.login };
  await writer.db.updateTable('pulls').set(merged).where('issue_id', '=', issueId).execute();
  await writer.db.updateTable('issues').set({ state: 'closed', closed_at: now, updated_at: now }).where('id', '=', issueId).execute();
  writer.as(cause).emit(pullRequestMerged, aboutPull(repository, pull, { commit, style }));
}

interface Merged {
  issueId: number;
  /** What is told of it. */
  pull: Parameters<typeof aboutPull>[1];
  commit: string;
  style: string;
  by: { uid: number; login: string };
  cause: Cause;
}

/** Pull requests with what is told of them, to be narrowed down. */
export function pullRows(db: Reader<ForgeTables>) {
  return pullsIn(db)
    .innerJoin('issues', 'issues.id', 'pulls.issue_id')
    .select([
      'pulls.issue_id',
      'pulls.repository_id',
      'pulls.base_branch',
      'pulls.head_repository_id',
      'pulls.head_branch',
      'pulls.head_id',
      'pulls.merge_style',
      'issues.number',
      'issues.title',
    ]);
}

export type OpenPull = ReturnType<typeof openPullOf>;

export function openPullOf(row: Parameters<typeof headOf>[0] & TellingRow) {
  return {
    issueId: row.issue_id,
    repositoryId: row.repository_id,
    number: row.number,
    title: row.title,
    base: row.base_branch,
    head: headOf(row),
    headId: row.head_id,
  };
}

interface TellingRow {
  issue_id: number;
  repository_id: number;
  base_branch: string;
  head_id: string;
  number: number;
  title: string;
}
