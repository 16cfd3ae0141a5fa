import { isAncestor, mergeBase, readRefs } from '@mosaic/engines/git';
import { MosaicError } from '@mosaic/platform/errors';

import type { PullIssue } from '../pulls/pull-events.ts';
import type { Repository } from '../repositories/repository.ts';
import type { RepositoryFolders } from '../repositories/repository-folders.ts';
import { countVerdicts } from '../reviews/review-policy.ts';
import type { ReviewReader } from '../reviews/review-reader.ts';
import type { StatusReader } from '../statuses/status-reader.ts';
import type { BranchRule } from './branch-rule.ts';
import { changedPaths } from './changed-paths.ts';
import { mayBypass, mayMerge, officialOf, protectedPaths, unmetConditions, type MergeFacts, type Writer } from './protection-policy.ts';
import type { ProtectionReader } from './protection-reader.ts';

/** Who merges, and what is to become part of the base. */
export interface Merging {
  caller: Writer;
  isAdmin: boolean;
  headId: string;
  /** Asks to pass over conditions that are not met. */
  force: boolean;
}

export interface MergeGatePorts {
  reader: ProtectionReader;
  folders: RepositoryFolders;
  statuses: StatusReader;
  reviews: ReviewReader;
}

/** Says whether the rule of a pull request's base lets it be merged. */
export class MergeGate {
  readonly #ports: MergeGatePorts;

  constructor(ports: MergeGatePorts) {
    this.#ports = ports;
  }

  /** @throws MosaicError `not_ready` for who may not merge into the base. */
  async requireMerger(repository: Repository, { pull }: PullIssue, writer: Writer): Promise<void> {
    const rule = await this.#ports.reader.ruleFor(repository.id, pull.base);
    if (rule !== null && !mayMerge(rule, writer)) throw new MosaicError('not_ready', 'User not allowed to merge PR');
  }

  /**
   * @throws MosaicError `not_ready` with the first thing that is against it, in Gitea's words; `conflict` where the head is another than
   * the one that is known, of which nobody has said anything.
   */
  async requireConditions(repository: Repository, issue: PullIssue, { caller, isAdmin, headId, force }: Merging): Promise<void> {
    const rule = await this.#ports.reader.ruleFor(repository.id, issue.pull.base);
    if (rule === null || (force && mayBypass(rule, caller, isAdmin))) return;
    if (headId !== issue.pull.headId) throw new MosaicError('conflict', 'head out of date');
    const [unmet] = unmetConditions(rule, await this.#facts(repository, issue, rule));
    if (unmet !== undefined) throw new MosaicError('not_ready', unmet);
  }

  /** What would be said to somebody who asked now. */
  async standing(
    repository: Repository,
    issue: PullIssue,
    { caller, isAdmin }: Pick<Merging, 'caller' | 'isAdmin'>,
  ): Promise<{ mayMerge: boolean; mayForce: boolean; unmet: string[] }> {
    const rule = issue.state === 'open' ? await this.#ports.reader.ruleFor(repository.id, issue.pull.base) : null;
    if (rule === null) return { mayMerge: true, mayForce: false, unmet: [] };
    const unmet = unmetConditions(rule, await this.#facts(repository, issue, rule));
    return { mayMerge: mayMerge(rule, caller), mayForce: mayBypass(rule, caller, isAdmin), unmet };
  }

  /**
   * Of the commit that is to be the base's: where the head left the base may have been looked at for another base or head, or not at all.
   * @throws MosaicError `not_ready`.
   */
  async requireOpenFiles(
    repository: Repository,
    { pull }: PullIssue,
    { before, after }: { before: string; after: string },
    { caller, isAdmin, force }: Omit<Merging, 'headId'>,
  ): Promise<void> {
    const rule = await this.#ports.reader.ruleFor(repository.id, pull.base);
    if (rule === null || rule.files.protected.trim() === '' || (force && mayBypass(rule, caller, isAdmin))) return;
    const paths = await changedPaths(this.#ports.folders.open(repository.id), before, after);
    if (protectedPaths(rule, paths).length > 0) throw new MosaicError('not_ready', 'Changed protected files');
  }

  async #facts(repository: Repository, issue: PullIssue, rule: BranchRule): Promise<MergeFacts> {
    const { folders, statuses, reviews } = this.#ports;
    const { approvals } = rule;
    const [said] = await reviews.verdicts(repository.id, [issue.number]);
    const git = folders.open(repository.id);
    const { base, headId } = issue.pull;
    const ref = `refs/heads/${base}`;
    const tip = (await readRefs(git, [ref])).get(ref)?.commitId ?? '';
    // Not where the last check found that they parted: either branch may have moved since.
    const start = rule.files.protected.trim() === '' || tip === '' ? null : await mergeBase(git, tip, headId);
    return {
      statuses: await statuses.latest(repository.id, headId),
      paths: start === null ? [] : await changedPaths(git, start, headId),
      isBehind: tip !== '' && !(await isAncestor(git, tip, headId)),
      reviews: countVerdicts(officialOf(rule, said?.reviews ?? []), {
        ignoreStale: approvals.ignoreStale || approvals.dismissStale,
      }),
    };
  }
}
