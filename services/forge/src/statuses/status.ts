import type { Selectable } from 'kysely';

import type { StatusRow } from '../db/schema.ts';

/** What somebody said of a commit, under a name of theirs. */
export interface CommitStatus {
  id: number;
  sha: string;
  context: string;
  state: StatusRow['state'];
  description: string;
  targetUrl: string;
  creator: { uid: number; login: string };
  createdAt: number;
}

export type NewStatus = Omit<CommitStatus, 'id' | 'createdAt'>;

export function statusOf(row: Selectable<StatusRow>): CommitStatus {
  return {
    id: row.id,
    sha: row.sha,
    context: row.context,
    state: row.state,
    description: row.description,
    targetUrl: row.target_url,
    creator: { uid: row.creator_uid, login: row.creator },
    createdAt: row.created_at,
  };
}

/** Any error, failure or warning → failure; all success or skipped → success; else, and without any, pending (forge contract 2.7). */
export function combinedState(states: readonly CommitStatus['state'][]): 'pending' | 'success' | 'failure' {
  if (states.some((state) => state === 'error' || state === 'failure' || state === 'warning')) return 'failure';
  return states.length > 0 && states.every((state) => state === 'success' || state === 'skipped') ? 'success' : 'pending';
}
