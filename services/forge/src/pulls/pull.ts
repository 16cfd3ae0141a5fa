import type { Selectable } from 'kysely';

import { fromJson, type Reader } from '@mosaic/platform/db';

import type { ForgeTables, PullRow } from '../db/schema.ts';

/** Where a pull request comes from. */
export interface Head {
  /** Null when that repository has been deleted. */
  repositoryId: number | null;
  /** Its full name, empty when it has been deleted. */
  repository: string;
  branch: string;
}

/** What makes an issue a pull request. */
export interface Pull {
  issueId: number;
  base: string;
  head: Head;
  headId: string;
  /** Empty where there is none, or it is not known yet. */
  mergeBase: string;
  mergeability: PullRow['mergeability'];
  conflicts: string[];
  size: { additions: number; deletions: number; files: number };
  allowMaintainerEdit: boolean;
  merged: { commitId: string; at: number; by: { uid: number; login: string } } | null;
  reviews: PullReviews;
}

/** What of its reviews is told with a pull request. */
export interface PullReviews {
  /** Who is asked and has not answered. */
  requested: { uid: number; login: string }[];
  /** On lines; not those of drafts. */
  comments: number;
}

export type PullWithHead = Selectable<PullRow> & { head_owner: string | null; head_name: string | null };

export function pullOf(row: PullWithHead, reviews: PullReviews = { requested: [], comments: 0 }): Pull {
  return {
    issueId: row.issue_id,
    base: row.base_branch,
    head: headOf(row),
    headId: row.head_id,
    mergeBase: row.merge_base,
    mergeability: row.mergeability,
    conflicts: fromJson(row.conflicts),
    size: { additions: row.additions, deletions: row.deletions, files: row.changed_files },
    allowMaintainerEdit: row.allow_maintainer_edit === 1,
    merged:
      row.merged_at === null
        ? null
        : { commitId: row.merged_commit ?? '', at: row.merged_at, by: { uid: row.merged_by_uid ?? 0, login: row.merged_by ?? '' } },
    reviews,
  };
}

export function headOf(row: Pick<PullWithHead, 'head_repository_id' | 'head_branch' | 'head_owner' | 'head_name'>): Head {
  const repository = row.head_owner === null ? '' : `${row.head_owner}/${row.head_name ?? ''}`;
  return { repositoryId: row.head_repository_id, repository, branch: row.head_branch };
}

/** Pull requests beside the names of what they come from. */
export function pullsIn(db: Reader<ForgeTables>) {
  return db
    .selectFrom('pulls')
    .leftJoin('repositories as heads', 'heads.id', 'pulls.head_repository_id')
    .leftJoin('owners as head_owners', 'head_owners.id', 'heads.owner_id')
    .select(['head_owners.name as head_owner', 'heads.name as head_name']);
}

/** Gitea's prefixes of a draft's title (setting WORK_IN_PROGRESS_PREFIXES). */
const DRAFT = /^(?:WIP:|\[WIP\])/i;

/** Whether the title says that it is not to be merged yet. */
export function isDraft({ title }: { title: string }): boolean {
  return DRAFT.test(title);
}

/** The ref by which everybody may fetch the head. */
export function pullRef(number: number): string {
  return `refs/pull/${number}/head`;
}
