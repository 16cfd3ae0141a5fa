import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeContext } from '../../../context.ts';
import type { PullIssue } from '../../../pulls/pull-events.ts';
import type { Rights } from '../../../repositories/repository-policy.ts';
import type { Repository } from '../../../repositories/repository.ts';
import { requirePull } from '../../gitea/repository/pull/pull-of-request.ts';

/** A pull request of a repository that the caller may see. @throws MosaicError `not_found`. */
export async function pullOfAddress(
  context: ForgeContext,
  caller: Caller,
  { owner, repo, index }: { owner: string; repo: string; index: number },
): Promise<{ repository: Repository; rights: Rights; issue: PullIssue }> {
  const access = await context.repositories.reader.byName(caller, owner, repo);
  if (access === null || access.rights.pulls === 'none')
    throw new MosaicError('not_found', 'There is no such repository, or you may not see it.');
  return { repository: access.repository, rights: access.rights, issue: await requirePull(context, access.repository, index) };
}
