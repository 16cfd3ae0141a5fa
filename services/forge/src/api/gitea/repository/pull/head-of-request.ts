import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeContext } from '../../../../context.ts';
import type { BranchAt } from '../../../../pulls/head-updater.ts';
import type { PullIssue } from '../../../../pulls/pull-events.ts';
import { mayOpenHead, mayUpdateHead } from '../../../../pulls/pull-policy.ts';
import type { Rights } from '../../../../repositories/repository-policy.ts';
import type { Repository } from '../../../../repositories/repository.ts';
import { requireHead } from './pull-of-request.ts';
import { rightsOfPerson } from './review/reviewers.ts';

/**
 * The branch that a pull request comes from, for a caller who may write to it; `rights` are those in the base.
 * @throws MosaicError `forbidden`, `not_found` where it has been deleted.
 */
export async function requireHeadToWrite(
  context: ForgeContext,
  { caller, rights }: { caller: Caller; rights: Rights },
  issue: PullIssue,
): Promise<BranchAt> {
  const head = await requireHead(context, issue);
  const seen = await context.repositories.reader.byId(caller, head.repository.id);
  const isOpened = issue.pull.allowMaintainerEdit && (await mayItsAuthorWrite(context, issue, head.repository));
  if (!mayUpdateHead({ head: seen?.level ?? 'none', base: rights.code }, { allowMaintainerEdit: isOpened }))
    throw new MosaicError('forbidden', 'This needs write access to the branch that it comes from.');
  if (head.repository.archived) throw new MosaicError('forbidden', 'The repository that it comes from is archived.');
  return head;
}

/** Who has lost a repository lets nobody into it any more. */
async function mayItsAuthorWrite(context: ForgeContext, { author }: PullIssue, repository: Repository): Promise<boolean> {
  const person = await context.people.find(author.login);
  if (person === null || person.uid !== author.uid || person.disabled) return false;
  return mayOpenHead((await rightsOfPerson(context, person, repository)).code);
}
