import type { MergeStyle } from '@mosaic/contracts/gitea';
import type { Selectable } from 'kysely';

import type { ScheduledMergeRow } from '../db/schema.ts';

/** What somebody has asked for in advance. */
export interface ScheduledMerge {
  issueId: number;
  repositoryId: number;
  number: number;
  /** What was agreed to: another base, or another head by who may not write, takes it back. */
  base: string;
  headId: string;
  style: MergeStyle;
  title: string;
  text: string;
  deletesBranch: boolean;
  by: { id: string; login: string };
  traceId: string;
}

export function scheduledMergeOf(row: Selectable<ScheduledMergeRow> & { number: number }): ScheduledMerge {
  return {
    issueId: row.issue_id,
    repositoryId: row.repository_id,
    number: row.number,
    base: row.base_branch,
    headId: row.head_id,
    style: row.style as MergeStyle,
    title: row.title,
    text: row.body,
    deletesBranch: row.deletes_branch === 1,
    by: { id: row.principal_id, login: row.login },
    traceId: row.trace_id,
  };
}
