import { pullRequestClosed, pullRequestEdited, pullRequestOpened, pullRequestReopened } from '@mosaic/contracts/mosaic';
import { toJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog, EventWriter } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { attachLabels, changeIssue, insertIssue, type IssueChange, type NewIssue } from '../issues/issue-writer.ts';
import { ruleFor } from '../protection/protection-policy.ts';
import { branchRules } from '../protection/protection-reader.ts';
import type { Repository } from '../repositories/repository.ts';
import { dismissApprovals, markStale } from '../reviews/review-rows.ts';
import { checkAgain } from './follow-push.ts';
import type { Head } from './pull.ts';
import { aboutPull, type PullIssue } from './pull-events.ts';
import { insertVersion } from './pull-rows.ts';

export interface NewPull extends NewIssue {
  base: string;
  head: Head & { repositoryId: number; id: string };
  allowMaintainerEdit: boolean;
}

export interface PullChange extends IssueChange {
  base?: string | undefined;
  allowMaintainerEdit?: boolean | undefined;
  /** Ids, in place of those that it bore. */
  labels?: readonly number[] | undefined;
  /** Where the head stands, for one that is opened again. */
  headId?: string | undefined;
}

/** Opens and changes pull requests; a merge is the merger's. */
export class PullWriter {
  readonly #events: EventLog<ForgeTables>;

  constructor(events: EventLog<ForgeTables>) {
    this.#events = events;
  }

  /** Answers number and id of the issue. @throws MosaicError `conflict`, in Gitea's words, where one is open between these branches. */
  async open(repository: Repository, pull: NewPull, cause: Cause): Promise<{ id: number; number: number }> {
    return this.#events.transact(async (writer) => {
      await requireFree(writer, repository, { base: pull.base, head: { ...pull.head } });
      const { id, number } = await insertIssue(writer, repository, pull);
      await writer.db
        .insertInto('pulls')
        .values({
          issue_id: id,
          repository_id: repository.id,
          base_branch: pull.base,
          head_repository_id: pull.head.repositoryId,
          head_branch: pull.head.branch,
          head_id: pull.head.id,
          merge_base: '',
          mergeability: 'checking',
          conflicts: toJson([]),
          check_round: 1,
          additions: 0,
          deletions: 0,
          changed_files: 0,
          allow_maintainer_edit: pull.allowMaintainerEdit ? 1 : 0,
          merge_push_id: null,
          merge_style: null,
          merged_commit: null,
          merged_at: null,
          merged_by_uid: null,
          merged_by: null,
        })
        .execute();
      await insertVersion(writer, { issueId: id, headId: pull.head.id, actor: pull.author.login, forced: false });
      const told = { number, title: pull.title, pull: { ...pull, headId: pull.head.id } };
      writer.as(cause).emit(pullRequestOpened, aboutPull(repository, told, {}));
      return { id, number };
    });
  }

  /** @throws MosaicError `precondition_failed` for the state of a merged one, `conflict`, `invalid_input` for the base of a closed one. */
  async edit(repository: Repository, issue: PullIssue, change: PullChange, cause: Cause): Promise<void> {
    await this.#events.transact(async (writer) => {
      const { title, body, state } = await changeIssue(writer, issue, change);
      const { pull } = issue;
      if (state !== issue.state) await this.#requireOpenable(writer, repository, issue);
      const base = change.base ?? pull.base;
      if (base !== pull.base) await retarget(writer, repository, { issue, base });
      if (change.labels !== undefined) await replaceLabels(writer, { repository, issueId: issue.id, labels: change.labels });
      if (change.allowMaintainerEdit !== undefined)
        await writer.db
          .updateTable('pulls')
          .set({ allow_maintainer_edit: change.allowMaintainerEdit ? 1 : 0 })
          .where('issue_id', '=', issue.id)
          .execute();
      const isReopened = state !== issue.state && state === 'open';
      const headId = (isReopened ? change.headId : undefined) ?? pull.headId;
      if (headId !== pull.headId) {
        await writer.db.updateTable('pulls').set({ head_id: headId }).where('issue_id', '=', issue.id).execute();
        await markStale(writer, issue.id, headId);
        await insertVersion(writer, { issueId: issue.id, headId, actor: cause.actor, forced: false });
      }
      if (isReopened || base !== pull.base) await checkAgain(writer, [issue.id]);
      const { emit } = writer.as(cause);
      const now = { number: issue.number, title, pull: { ...pull, base, headId } };
      if (state !== issue.state) emit(isReopened ? pullRequestReopened : pullRequestClosed, aboutPull(repository, now, {}));
      if (title === issue.title && body === issue.body && base === pull.base) return;
      const former = {
        ...(title === issue.title ? {} : { formerTitle: issue.title }),
        ...(base === pull.base ? {} : { formerBase: pull.base }),
      };
      emit(pullRequestEdited, aboutPull(repository, now, former));
    });
  }

  /** A merged one stays as it is, and one that is being merged too. */
  async #requireOpenable(writer: EventWriter<ForgeTables>, repository: Repository, issue: PullIssue): Promise<void> {
    const row = await writer.db
      .selectFrom('pulls')
      .select(['merged_at', 'merge_push_id'])
      .where('issue_id', '=', issue.id)
      .executeTakeFirstOrThrow();
    if (row.merged_at !== null || row.merge_push_id !== null)
      throw new MosaicError('precondition_failed', 'cannot change state of this pull request, it was already merged');
    if (issue.state !== 'closed' || issue.pull.head.repositoryId === null) return;
    const { base, head } = issue.pull;
    await requireFree(writer, repository, {
      base,
      head: { repositoryId: issue.pull.head.repositoryId, branch: head.branch },
      besides: issue.id,
    });
  }
}

async function retarget(
  writer: EventWriter<ForgeTables>,
  repository: Repository,
  { issue, base }: { issue: PullIssue; base: string },
): Promise<void> {
  if (issue.state === 'closed')
    throw new MosaicError('invalid_input', 'The base of a closed pull request cannot be changed; open it first.');
  const { repositoryId, branch } = issue.pull.head;
  if (repositoryId !== null) await requireFree(writer, repository, { base, head: { repositoryId, branch } });
  await writer.db.updateTable('pulls').set({ base_branch: base }).where('issue_id', '=', issue.id).execute();
  // Against another base the same head brings something else than what was approved.
  const rule = ruleFor(await branchRules(writer.db, repository.id), base);
  if (rule?.approvals.dismissStale === true || rule?.approvals.ignoreStale === true) await dismissApprovals(writer, issue.id);
}

async function requireFree(
  { db }: EventWriter<ForgeTables>,
  repository: Repository,
  { base, head, besides = 0 }: { base: string; head: { repositoryId: number; branch: string }; besides?: number },
): Promise<void> {
  const taken = await db
    .selectFrom('pulls')
    .innerJoin('issues', 'issues.id', 'pulls.issue_id')
    .select(['issues.id', 'issues.number'])
    .where('pulls.repository_id', '=', repository.id)
    .where('pulls.head_repository_id', '=', head.repositoryId)
    .where('pulls.head_branch', '=', head.branch)
    .where('pulls.base_branch', '=', base)
    .where('issues.state', '=', 'open')
    .where('issues.id', '!=', besides)
    .executeTakeFirst();
  if (taken === undefined) return;
  const members = `id: ${taken.id}, issue_id: ${taken.number}, head_repo_id: ${head.repositoryId}, base_repo_id: ${repository.id}`;
  const branches = `head_branch: ${head.branch}, base_branch: ${base}`;
  throw new MosaicError('conflict', `pull request already exists for these targets [${members}, ${branches}]`);
}

async function replaceLabels(
  writer: EventWriter<ForgeTables>,
  { repository, issueId, labels }: { repository: Repository; issueId: number; labels: readonly number[] },
): Promise<void> {
  await writer.db.deleteFrom('issue_labels').where('issue_id', '=', issueId).execute();
  await attachLabels(writer, { repository, issueId, labels });
}
