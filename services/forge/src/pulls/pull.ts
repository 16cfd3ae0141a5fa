import type { Selectable } from 'kysely';

import { fromJson } from '@mosaic/platform/db';

import type { PullRow } from '../db/schema.ts';

/** What makes an issue a pull request. */
export interface Pull {
  issueId: number;
  base: string;
  /** `repositoryId` is null when that repository has been deleted. */
  head: { repositoryId: number | null; branch: string };
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

export function pullOf(row: Selectable<PullRow>, reviews: PullReviews = { requested: [], comments: 0 }): Pull {
  return {
    issueId: row.issue_id,
    base: row.base_branch,
    head: { repositoryId: row.head_repository_id, branch: row.head_branch },
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
