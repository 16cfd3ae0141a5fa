import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';
import type { Cause } from '@mosaic/platform/events';

import type { Contributor } from '../../../../contents/content-writer.ts';
import type { ForgeContext } from '../../../../context.ts';
import { presentPull } from '../../../../present/pull.ts';
import type { PullIssue } from '../../../../pulls/pull-events.ts';
import type { PullChange } from '../../../../pulls/pull-writer.ts';
import type { Repository } from '../../../../repositories/repository.ts';
import type { Level } from '../../../../repositories/repository-policy.ts';

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

/** Answers pull requests with where their branches stand, which is read once for all. */
export async function presentPulls(
  { links, contents }: Pick<ForgeContext, 'links' | 'contents'>,
  { repository, level }: { repository: Repository; level: Level },
  pulls: readonly PullIssue[],
) {
  const branches = pulls.flatMap(({ pull }) => [pull.base, pull.head.branch]);
  const tips = await contents.reader.tips(repository, branches);
  return pulls.map((issue) => presentPull(links, repository, issue, { level, tips }));
}

/** One of them as it is now. */
export async function presentOnePull(context: ForgeContext, request: { repository: Repository; level: Level }, number: number) {
  const issue = await requirePull(context, request.repository, number);
  const [presented] = await presentPulls(context, request, [issue]);
  if (presented === undefined) throw new MosaicError('internal', 'A pull request was not presented.');
  return presented;
}

/** Changes one; one that is opened again stands where its branch does. */
export async function changePull(
  { contents, pulls }: ForgeContext,
  repository: Repository,
  { issue, change }: { issue: PullIssue; change: Omit<PullChange, 'headId'> },
  cause: Cause,
): Promise<void> {
  const { branch } = issue.pull.head;
  const headId = (await contents.reader.tips(repository, [branch])).get(branch);
  await pulls.writer.edit(repository, issue, { ...change, headId }, cause);
  await pulls.checker.check(issue.id);
}

export function contributor({ links }: Pick<ForgeContext, 'links'>, { caller, cause }: { caller: Caller; cause: Cause }): Contributor {
  return { caller, email: links.noreply(caller.login), cause };
}
