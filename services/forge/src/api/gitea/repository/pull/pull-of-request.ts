import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';
import type { Cause } from '@mosaic/platform/events';

import type { Contributor } from '../../../../contents/content-writer.ts';
import type { ForgeContext } from '../../../../context.ts';
import { presentPull, type PresentedHead } from '../../../../present/pull.ts';
import type { PullIssue } from '../../../../pulls/pull-events.ts';
import { mayOffer } from '../../../../pulls/pull-policy.ts';
import type { PullChange } from '../../../../pulls/pull-writer.ts';
import type { Repository } from '../../../../repositories/repository.ts';
import { tipOfHead } from '../../../../pulls/bring-head.ts';
import type { Asked } from './branches-of-request.ts';

/** @throws MosaicError `not_found` where the repository has switched them off. */
export function requirePulls({ merging, fullName }: Repository): void {
  if (!merging.enabled) throw new MosaicError('not_found', `${fullName} has no pull requests; they are switched off in its settings.`);
}

/** @throws MosaicError `not_found`, also for an issue that is none. */
export async function requirePull({ issues }: Pick<ForgeContext, 'issues'>, repository: Repository, number: number): Promise<PullIssue> {
  requirePulls(repository);
  const issue = await issues.reader.byNumber(repository.id, number);
  if (issue?.pull) return { ...issue, pull: issue.pull };
  throw new MosaicError('not_found', `${repository.fullName} has no pull request ${number}.`);
}

/** Answers pull requests with where their branches stand, which is read once for each repository. */
export async function presentPulls(
  { links, contents, repositories }: Pick<ForgeContext, 'links' | 'contents' | 'repositories'>,
  { caller, repository, level }: Asked,
  pulls: readonly PullIssue[],
) {
  const ids = new Set(pulls.flatMap(({ pull }) => pull.head.repositoryId ?? []));
  const others =
    ids.size === 0
      ? []
      : await repositories.reader.these(
          caller,
          [...ids].filter((id) => id !== repository.id),
        );
  const heads = new Map<number, PresentedHead>();
  for (const access of [{ repository, level }, ...others.filter((other) => other.level !== 'none')]) {
    const { id } = access.repository;
    const branches = pulls.flatMap(({ pull }) => [
      ...(pull.head.repositoryId === id ? [pull.head.branch] : []),
      ...(id === repository.id ? [pull.base] : []),
    ]);
    heads.set(id, { ...access, tips: await contents.reader.tips(access.repository, branches) });
  }
  const tips = heads.get(repository.id)?.tips ?? new Map<string, string>();
  return pulls.map((issue) =>
    presentPull(links, repository, issue, { level, tips, head: heads.get(issue.pull.head.repositoryId ?? 0) ?? null }),
  );
}

/** One of them as it is now. */
export async function presentOnePull(context: ForgeContext, request: Asked, number: number) {
  const issue = await requirePull(context, request.repository, number);
  const [presented] = await presentPulls(context, request, [issue]);
  if (presented === undefined) throw new MosaicError('internal', 'A pull request was not presented.');
  return presented;
}

/**
 * Changes one; one that is opened again stands where its branch does, which is offered anew with that.
 * @throws MosaicError `forbidden`, as the writer.
 */
export async function changePull(
  { repositories, pulls }: ForgeContext,
  { repository, caller, cause }: { repository: Repository; caller: Caller; cause: Cause },
  { issue, change }: { issue: PullIssue; change: Omit<PullChange, 'headId'> },
): Promise<void> {
  const { repositoryId } = issue.pull.head;
  if (change.state === 'open' && issue.state === 'closed' && repositoryId !== null && repositoryId !== repository.id) {
    const head = await repositories.reader.byId(caller, repositoryId);
    if (head === null || !mayOffer(head.level, head.repository))
      throw new MosaicError('forbidden', 'Only those who may write to the branch that it comes from open it again: that is hidden.');
  }
  const headId = await tipOfHead(repositories.folders, issue.pull.head);
  await pulls.writer.edit(repository, issue, { ...change, headId }, cause);
  await pulls.checker.check(issue.id);
}

/** The repository and branch that it comes from. @throws MosaicError `not_found` where that has been deleted. */
export async function requireHead(
  { repositories }: Pick<ForgeContext, 'repositories'>,
  { pull }: PullIssue,
): Promise<{ repository: Repository; branch: string }> {
  const { repositoryId, branch } = pull.head;
  const repository = repositoryId === null ? null : await repositories.reader.load(repositoryId);
  if (repository === null) throw new MosaicError('not_found', 'The repository that it comes from has been deleted.');
  return { repository, branch };
}

export function contributor({ links }: Pick<ForgeContext, 'links'>, { caller, cause }: { caller: Caller; cause: Cause }): Contributor {
  return { caller, email: links.noreply(caller.login), cause };
}
