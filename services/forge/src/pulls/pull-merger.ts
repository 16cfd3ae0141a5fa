import type { MergeStyle } from '@mosaic/contracts/gitea';
import {
  isAncestor,
  isObjectId,
  merge,
  readRefs,
  resolveCommit,
  updateRefs,
  type MergeOutcome,
  type MergeRequest,
  type Repository as GitRepository,
} from '@mosaic/engines/git';
import { isMosaicError, MosaicError } from '@mosaic/platform/errors';
import type { EventLog, EventWriter } from '@mosaic/platform/events';

import type { Contributor } from '../contents/content-writer.ts';
import type { ForgeTables } from '../db/schema.ts';
import { reflogIdentity, type Command } from '../pushes/push.ts';
import type { PushSettlement } from '../pushes/push-settlement.ts';
import type { Repository } from '../repositories/repository.ts';
import type { RepositoryFolders } from '../repositories/repository-folders.ts';
import { mergeMessage } from './merge-message.ts';
import type { PullChecker } from './pull-checker.ts';
import { isDraft } from './pull.ts';
import type { PullIssue } from './pull-events.ts';
import { writeMerged } from './pull-rows.ts';

/** How a pull request is to be merged. */
export interface MergeWish {
  style: MergeStyle;
  /** Empty: the usual one. */
  title: string;
  text: string;
  /** The head as the asker has seen it; empty: as it is. */
  headId: string;
  /** Of `manually-merged`: what the base has of it. */
  commitId: string;
  /** Of a squashed commit. */
  author: { name: string; email: string };
}

export interface PullMergerPorts {
  events: EventLog<ForgeTables>;
  folders: RepositoryFolders;
  pushes: PushSettlement;
  checker: PullChecker;
}

/** Merges pull requests and brings their heads up to date. Each is a push like any other: its row first, then the ref, then the events. */
export class PullMerger {
  readonly #ports: PullMergerPorts;

  constructor(ports: PullMergerPorts) {
    this.#ports = ports;
  }

  /**
   * @throws MosaicError `not_ready` (merged already, a draft, a way that is not let), `not_found` (closed, as in Gitea), `conflict`
   * (files, histories, a branch that moved meanwhile).
   */
  async merge(repository: Repository, issue: PullIssue, wish: MergeWish, by: Contributor): Promise<void> {
    requireMergeable(repository, issue, wish.style);
    // A merged one is looked at no more: what it brought, and from where, is to stand in its row.
    await this.#ports.checker.check(issue.id);
    const git = this.#ports.folders.open(repository.id);
    if (wish.style === 'manually-merged') return this.#markMerged(repository, issue, { git, wish, by });
    const tips = await tipsOf(git, issue);
    if (wish.headId !== '' && wish.headId !== tips.head) throw new MosaicError('conflict', 'head out of date');
    const after = await make(git, { ...tips, style: wish.style, message: mergeMessage(repository, issue, wish), author: wish.author, by });
    const command = { ref: `refs/heads/${issue.pull.base}`, before: tips.base, after };
    const along = (writer: EventWriter<ForgeTables>, pushId: string) => noteIntent(writer, issue, { pushId, style: wish.style });
    await this.#move(repository, { command, along, by, title: `merge of pull request ${issue.number}` });
  }

  /** Brings what the base has into the head. @throws MosaicError `conflict`, `invalid_input` where there is nothing to bring. */
  async update(repository: Repository, issue: PullIssue, style: 'merge' | 'rebase', by: Contributor): Promise<void> {
    if (issue.pull.merged !== null) throw new MosaicError('invalid_input', 'pull request is already merged');
    if (issue.state === 'closed') throw new MosaicError('invalid_input', 'pull request is already closed');
    const git = this.#ports.folders.open(repository.id);
    const { base, head } = await tipsOf(git, issue);
    const message = `Merge branch '${issue.pull.base}' into ${issue.pull.head.branch}`;
    const sides = style === 'merge' ? { base: head, head: base } : { base, head };
    const author = { name: by.caller.login, email: by.email };
    if (await isAncestor(git, base, head)) throw new MosaicError('invalid_input', `HeadBranch of PR ${issue.number} is up to date`);
    const after = await make(git, { ...sides, style, message, author, by });
    const command = { ref: `refs/heads/${issue.pull.head.branch}`, before: head, after };
    await this.#move(repository, { command, by, title: `update of pull request ${issue.number}` });
  }

  async #move(
    repository: Repository,
    {
      command,
      along,
      by,
      title,
    }: { command: Command; along?: (writer: EventWriter<ForgeTables>, pushId: string) => Promise<void>; by: Contributor; title: string },
  ): Promise<void> {
    const { pushes, folders } = this.#ports;
    const { caller, cause } = by;
    const push = await pushes.open({ kind: 'api', repository, caller, traceId: cause.traceId, commands: [command], along });
    const change = { ref: command.ref, oldId: command.before, newId: command.after };
    try {
      await updateRefs(folders.open(repository.id), [change], { message: title, reflogIdentity: reflogIdentity(push) });
    } catch (error) {
      await pushes.settleFromRefs(push);
      if (isMosaicError(error, 'precondition_failed', 'conflict'))
        throw new MosaicError('conflict', 'merge push out of date: the branch has moved meanwhile; try again.', { cause: error });
      throw error;
    }
    await pushes.settleAs(push, [command]);
  }

  /** Somebody has merged it with git; no ref moves. */
  async #markMerged(
    repository: Repository,
    issue: PullIssue,
    { git, wish, by }: { git: GitRepository; wish: MergeWish; by: Contributor },
  ): Promise<void> {
    const tip = await resolveCommit(git, `refs/heads/${issue.pull.base}`);
    const commit = isObjectId(wish.commitId) ? await resolveCommit(git, wish.commitId) : null;
    if (tip === null || commit === null || !(await isAncestor(git, commit, tip))) throw new MosaicError('conflict', 'Wrong commit ID');
    await this.#ports.events.transact(async (writer) => {
      await noteIntent(writer, issue, { pushId: null, style: wish.style });
      const { caller, cause } = by;
      await writeMerged(writer, repository, { issueId: issue.id, pull: issue, commit, style: wish.style, by: caller, cause });
    });
  }
}

/** Answers the commit that the ref is to move to. */
async function make(git: GitRepository, { by, ...request }: Omit<MergeRequest, 'committer'> & { by: Contributor }): Promise<string> {
  const committer = { name: by.caller.name || by.caller.login, email: by.email };
  const outcome = await merge(git, { ...request, committer });
  if (outcome.kind === 'merged') return outcome.commitId;
  throw refusalOf(outcome);
}

/** In Gitea's order and words. */
function requireMergeable({ merging }: Repository, issue: PullIssue, style: MergeStyle): void {
  if (issue.pull.merged !== null) throw new MosaicError('not_ready', 'The PR is already merged');
  if (issue.state === 'closed') throw new MosaicError('not_found', 'The pull request is closed; open it again first.');
  if (!merging.styles.includes(style)) throw new MosaicError('not_ready', `${style} is not an allowed merge style for this repository`);
  if (style !== 'manually-merged' && isDraft(issue)) throw new MosaicError('not_ready', 'Work in progress PRs cannot be merged');
}

/** One merge at a time: whoever comes second is told. */
async function noteIntent(
  { db }: EventWriter<ForgeTables>,
  issue: PullIssue,
  { pushId, style }: { pushId: string | null; style: MergeStyle },
): Promise<void> {
  const row = await db
    .selectFrom('pulls')
    .innerJoin('issues', 'issues.id', 'pulls.issue_id')
    .select(['merged_at', 'merge_push_id', 'base_branch', 'issues.state'])
    .where('issue_id', '=', issue.id)
    .executeTakeFirst();
  if (row === undefined) throw new MosaicError('not_found', 'The pull request has been deleted meanwhile.');
  if (row.merged_at !== null) throw new MosaicError('not_ready', 'The PR is already merged');
  if (row.merge_push_id !== null) throw new MosaicError('not_ready', 'Please try again later: it is being merged');
  if (row.state === 'closed') throw new MosaicError('not_found', 'The pull request is closed; open it again first.');
  if (row.base_branch !== issue.pull.base) throw new MosaicError('conflict', 'Its base has been changed meanwhile; look again.');
  await db.updateTable('pulls').set({ merge_push_id: pushId, merge_style: style }).where('issue_id', '=', issue.id).execute();
}

/** Where both sides stand. @throws MosaicError `conflict` where a branch is gone. */
async function tipsOf(git: GitRepository, { pull }: PullIssue): Promise<{ base: string; head: string }> {
  const refs = { base: `refs/heads/${pull.base}`, head: `refs/heads/${pull.head.branch}` };
  const found = await readRefs(git, [refs.base, refs.head]);
  const base = found.get(refs.base)?.commitId;
  const head = found.get(refs.head)?.commitId;
  if (base === undefined || head === undefined)
    throw new MosaicError('conflict', `The branch "${base === undefined ? pull.base : pull.head.branch}" is gone.`);
  return { base, head };
}

function refusalOf(outcome: Exclude<MergeOutcome, { kind: 'merged' }>): MosaicError {
  switch (outcome.kind) {
    case 'conflict': {
      const files = outcome.conflicts
        .slice(0, 20)
        .map((path) => path.toWellFormed())
        .join(', ');
      const where = outcome.at === null ? '' : ` at ${outcome.at.slice(0, 10)}`;
      return new MosaicError(
        'conflict',
        `merge failed because of conflict${where} in: ${files}${outcome.conflicts.length > 20 ? ' …' : ''}`,
      );
    }
    case 'unrelated':
      return new MosaicError('conflict', 'merge failed because of unrelated histories');
    case 'diverged':
      return new MosaicError(
        'conflict',
        'The base has commits that the head has not, so that it cannot be fast-forwarded; update the head first.',
      );
    case 'nothing':
      return new MosaicError('conflict', 'The base has all of it already; there is nothing to merge.');
    case 'too-many':
      return new MosaicError(
        'conflict',
        `More than ${outcome.limit} commits are not rebased here; do it with git, or merge them in another way.`,
      );
  }
}
