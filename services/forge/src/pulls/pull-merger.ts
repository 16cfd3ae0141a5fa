import type { MergeStyle } from '@mosaic/contracts/gitea';
import { isAncestor, isObjectId, log, resolveCommit, type Repository as GitRepository } from '@mosaic/engines/git';
import { MosaicError } from '@mosaic/platform/errors';
import type { EventLog, EventWriter } from '@mosaic/platform/events';

import type { Contributor } from '../contents/content-writer.ts';
import type { ForgeTables } from '../db/schema.ts';
import type { MergeGate } from '../protection/merge-gate.ts';
import type { PushSettlement } from '../pushes/push-settlement.ts';
import type { Repository } from '../repositories/repository.ts';
import type { LfsStore } from '../lfs/lfs-store.ts';
import type { RepositoryFolders } from '../repositories/repository-folders.ts';
import { bringCommit, openHead, requireTip } from './bring-head.ts';
import { coAuthorLines, type SquashAuthor } from './co-authors.ts';
import { makeMerge, moveBranch } from './merge-branch.ts';
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
  author: SquashAuthor;
  /** Passes over conditions of the base's rule that are not met, for who may. */
  force: boolean;
}

export interface PullMergerPorts {
  events: EventLog<ForgeTables>;
  folders: RepositoryFolders;
  lfs: Pick<LfsStore, 'bring'>;
  pushes: PushSettlement;
  checker: PullChecker;
  gate: MergeGate;
}

/** Merges pull requests. Each is a push like any other: its row first, then the ref, then the events. */
export class PullMerger {
  readonly #ports: PullMergerPorts;

  constructor(ports: PullMergerPorts) {
    this.#ports = ports;
  }

  /**
   * @throws MosaicError `not_ready` (merged already, a draft, a way that is not let), `not_found` (closed, as in Gitea), `conflict`
   * (files, histories, a branch that moved meanwhile).
   */
  async merge(repository: Repository, issue: PullIssue, wish: MergeWish, by: Contributor & { isAdmin: boolean }): Promise<void> {
    requireMergeable(repository, issue, wish.style);
    // A merged one is looked at no more: what it brought, and from where, is to stand in its row.
    await this.#ports.checker.check(issue.id);
    const git = this.#ports.folders.open(repository.id);
    await this.#ports.gate.requireMerger(repository, issue, by.caller);
    if (wish.style === 'manually-merged') return this.#markMerged(repository, issue, { git, wish, by });
    const head = await requireTip(this.#ports.folders, issue.pull.head);
    await bringCommit(openHead(this.#ports.folders, repository.id, issue.pull.head), git, head);
    await this.#ports.lfs.bring(issue.pull.head.repositoryId ?? repository.id, repository.id);
    const tips = { base: await requireTip(this.#ports.folders, { repositoryId: repository.id, branch: issue.pull.base }), head };
    if (wish.headId !== '' && wish.headId !== tips.head) throw new MosaicError('conflict', 'head out of date');
    await this.#ports.gate.requireConditions(repository, issue, { ...by, headId: tips.head, force: wish.force });
    const coAuthors = wish.style === 'squash' ? await coAuthorsOf(git, tips, wish.author) : [];
    const after = await makeMerge(git, {
      ...tips,
      style: wish.style,
      message: mergeMessage(repository, issue, wish, coAuthors),
      author: wish.author,
      by,
    });
    await this.#ports.gate.requireOpenFiles(repository, issue, { before: tips.base, after }, { ...by, force: wish.force });
    const command = { ref: `refs/heads/${issue.pull.base}`, before: tips.base, after };
    const along = (writer: EventWriter<ForgeTables>, pushId: string) => noteIntent(writer, issue, { pushId, style: wish.style });
    await moveBranch(this.#ports, repository, { command, along, by, title: `merge of pull request ${issue.number}` });
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

/** Commits of a head whose authors are asked for. */
const COMMITS_MAX = 500;

/** Who else has a part in what a head has beside its base. */
export async function coAuthorsOf(
  git: GitRepository,
  { base, head }: { base: string; head: string },
  author: SquashAuthor,
): Promise<string[]> {
  const commits = await log(git, { from: head, notIn: base, limit: COMMITS_MAX });
  return coAuthorLines(commits.toReversed(), author);
}

/** In Gitea's order and words. */
export function requireMergeable({ merging }: Repository, issue: PullIssue, style: MergeStyle): void {
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
