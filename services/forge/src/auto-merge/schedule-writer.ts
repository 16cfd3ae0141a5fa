import { auditWritten, pullRequestMergeCancelled, pullRequestMergeScheduled } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeTables } from '../db/schema.ts';
import { aboutPull, type PullIssue } from '../pulls/pull-events.ts';
import type { Repository } from '../repositories/repository.ts';
import type { ScheduledMerge } from './scheduled-merge.ts';

/** Why a scheduled merge will not be. */
export type Reason = 'asked' | 'closed' | 'head' | 'base' | 'rights';

export class ScheduleWriter {
  readonly #events: EventLog<ForgeTables>;

  constructor(events: EventLog<ForgeTables>) {
    this.#events = events;
  }

  /** Of the head as it is in the row then. @throws MosaicError `conflict`, in Gitea's words, where it waits already, or moved meanwhile. */
  async schedule(
    repository: Repository,
    issue: PullIssue,
    wish: Pick<ScheduledMerge, 'style' | 'title' | 'text' | 'deletesBranch'> & { by: Caller },
    cause: Cause,
  ): Promise<void> {
    await this.#events.transact(async ({ db, as }) => {
      const known = await db.selectFrom('scheduled_merges').select('issue_id').where('issue_id', '=', issue.id).executeTakeFirst();
      if (known !== undefined)
        throw new MosaicError('conflict', `pull request is already scheduled to auto merge when checks succeed [pull_id: ${issue.id}]`);
      const now = await db
        .selectFrom('pulls')
        .innerJoin('issues', 'issues.id', 'pulls.issue_id')
        .select(['head_id', 'base_branch', 'merged_at', 'issues.state'])
        .where('issue_id', '=', issue.id)
        .executeTakeFirst();
      const { base, headId } = issue.pull;
      if (now?.state !== 'open' || now.merged_at !== null || now.head_id !== headId || now.base_branch !== base)
        throw new MosaicError('conflict', 'The pull request has changed meanwhile; look again.');
      await db
        .insertInto('scheduled_merges')
        .values({
          issue_id: issue.id,
          repository_id: repository.id,
          base_branch: base,
          head_id: headId,
          style: wish.style,
          title: wish.title,
          body: wish.text,
          deletes_branch: wish.deletesBranch ? 1 : 0,
          principal_id: wish.by.id,
          login: wish.by.login,
          trace_id: cause.traceId,
          created_at: Date.now(),
        })
        .execute();
      as(cause).emit(pullRequestMergeScheduled, aboutPull(repository, issue, { style: wish.style }));
    });
  }

  /** @throws MosaicError `not_found` where nothing is scheduled any more. */
  async cancel(repository: Repository, issue: PullIssue, reason: Reason, cause: Cause): Promise<void> {
    await this.#events.transact(async ({ db, as }) => {
      const { numDeletedRows } = await db.deleteFrom('scheduled_merges').where('issue_id', '=', issue.id).executeTakeFirst();
      if (numDeletedRows === 0n) throw new MosaicError('not_found', 'No merge of this pull request is scheduled.');
      as(cause).emit(pullRequestMergeCancelled, aboutPull(repository, issue, { reason }));
    });
  }

  /** Who may write has pushed: their commit is agreed to as well. */
  async follow({ issueId, headId }: ScheduledMerge, after: string, cause: Cause): Promise<void> {
    await this.#events.transact(async ({ db, as }) => {
      const changed = db.updateTable('scheduled_merges').set({ head_id: after });
      await changed.where('issue_id', '=', issueId).where('head_id', '=', headId).execute();
      as(cause).emit(auditWritten, done(issueId, 'follow'));
    });
  }

  /** It is merged: nothing waits any more. */
  async forget({ issueId }: ScheduledMerge, cause: Cause): Promise<void> {
    await this.#events.transact(async ({ db, as }) => {
      await db.deleteFrom('scheduled_merges').where('issue_id', '=', issueId).execute();
      as(cause).emit(auditWritten, done(issueId, 'done'));
    });
  }
}

function done(issueId: number, step: 'follow' | 'done') {
  return { subject: `pull request ${issueId}`, data: { operation: `scheduled_merge.${step}`, allowed: true, detail: {} } };
}
