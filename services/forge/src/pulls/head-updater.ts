import { isAncestor } from '@mosaic/engines/git';
import { MosaicError } from '@mosaic/platform/errors';

import type { Contributor } from '../contents/content-writer.ts';
import type { PushGuard } from '../protection/push-guard.ts';
import type { PushSettlement } from '../pushes/push-settlement.ts';
import type { Repository } from '../repositories/repository.ts';
import type { LfsStore } from '../lfs/lfs-store.ts';
import type { RepositoryFolders } from '../repositories/repository-folders.ts';
import { bringCommit, requireTip } from './bring-head.ts';
import { makeMerge, moveBranch } from './merge-branch.ts';
import type { PullIssue } from './pull-events.ts';

export interface HeadUpdaterPorts {
  folders: RepositoryFolders;
  lfs: Pick<LfsStore, 'bring'>;
  guard: PushGuard;
  pushes: PushSettlement;
}

/** A branch of a repository. */
export interface BranchAt {
  repository: Repository;
  branch: string;
}

/** How a fork was brought up to date. */
export type UpstreamMerge = 'up-to-date' | 'fast-forward' | 'merge';

/** Brings what one branch has into another, of the same repository or of a fork. Each is a push like any other. */
export class HeadUpdater {
  readonly #ports: HeadUpdaterPorts;

  constructor(ports: HeadUpdaterPorts) {
    this.#ports = ports;
  }

  /** What the base has, into the head. @throws MosaicError `conflict`, `invalid_input` where there is nothing to bring. */
  async update(
    issue: PullIssue,
    { base: from, head: into }: { base: BranchAt; head: BranchAt },
    style: 'merge' | 'rebase',
    by: Contributor,
  ): Promise<void> {
    if (issue.pull.merged !== null) throw new MosaicError('invalid_input', 'pull request is already merged');
    if (issue.state === 'closed') throw new MosaicError('invalid_input', 'pull request is already closed');
    const { git, base, head } = await this.#bring(from, into);
    const message = `Merge branch '${from.branch}' into ${into.branch}`;
    const sides = style === 'merge' ? { base: head, head: base } : { base, head };
    if (await isAncestor(git, base, head)) throw new MosaicError('invalid_input', `HeadBranch of PR ${issue.number} is up to date`);
    const after = await makeMerge(git, { ...sides, style, message, author: authorOf(by), by });
    await this.#move(into, { before: head, after, by, title: `update of pull request ${issue.number}`, isForced: style === 'rebase' });
  }

  /** What a branch of the parent has, into a fork's. @throws MosaicError `conflict`, `invalid_input` where they parted and it was not to be merged. */
  async mergeUpstream(from: BranchAt, into: BranchAt, onlyForward: boolean, by: Contributor): Promise<UpstreamMerge> {
    const { git, base, head } = await this.#bring(from, into);
    if (await isAncestor(git, base, head)) return 'up-to-date';
    const move = { before: head, by, title: 'merge of upstream' };
    if (await isAncestor(git, head, base)) {
      await this.#move(into, { ...move, after: base });
      return 'fast-forward';
    }
    if (onlyForward) throw new MosaicError('invalid_input', 'fast-forward merge not possible: branch has diverged');
    const message = `Merge branch '${from.branch}' of ${from.repository.fullName} into ${into.branch}`;
    const after = await makeMerge(git, { base: head, head: base, style: 'merge', message, author: authorOf(by), by });
    await this.#move(into, { ...move, after });
    return 'merge';
  }

  /** Where both stand, in the repository of the second, which has all of it then. */
  async #bring(from: BranchAt, into: BranchAt) {
    const { folders, lfs } = this.#ports;
    const [base, head] = await Promise.all([from, into].map(({ repository, branch }) => tipOf(folders, { repository, branch })));
    const git = folders.open(into.repository.id);
    await bringCommit(folders.open(from.repository.id), git, base ?? '');
    await lfs.bring(from.repository.id, into.repository.id);
    return { git, base: base ?? '', head: head ?? '' };
  }

  async #move(
    { repository, branch }: BranchAt,
    { before, after, by, title, isForced = false }: { before: string; after: string; by: Contributor; title: string; isForced?: boolean },
  ): Promise<void> {
    const { folders, guard } = this.#ports;
    const command = { ref: `refs/heads/${branch}`, before, after };
    await guard.requireMove(folders.open(repository.id), repository.id, by.caller, { command, isForced });
    await moveBranch(this.#ports, repository, { command, by, title });
  }
}

function tipOf(folders: RepositoryFolders, { repository, branch }: BranchAt): Promise<string> {
  return requireTip(folders, { repositoryId: repository.id, branch });
}

function authorOf(by: Contributor): { name: string; email: string } {
  return { name: by.caller.login, email: by.email };
}
