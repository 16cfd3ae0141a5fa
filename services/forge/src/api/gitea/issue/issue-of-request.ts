import { MosaicError } from '@mosaic/platform/errors';

import type { FoundComment, Issue } from '../../../issues/issue.ts';
import { mayEdit } from '../../../issues/issue-policy.ts';
import type { Repository } from '../../../repositories/repository.ts';
import type { ForgeContext } from '../../../context.ts';
import type { RepositoryRequest } from '../../forge-operation.ts';

/** @throws MosaicError `not_found`. */
export async function requireIssue({ issues }: Pick<ForgeContext, 'issues'>, repository: Repository, number: number): Promise<Issue> {
  const issue = await issues.reader.byNumber(repository.id, number);
  if (issue === null) throw new MosaicError('not_found', `${repository.fullName} has no issue ${number}.`);
  return issue;
}

/** A comment that the caller may change. @throws MosaicError `not_found`, `forbidden`. */
export async function requireOwnComment(
  { issues }: Pick<ForgeContext, 'issues'>,
  { repository, caller, level }: Pick<RepositoryRequest<unknown, unknown, unknown>, 'repository' | 'caller' | 'level'>,
  id: number,
): Promise<FoundComment> {
  const found = await issues.reader.comment(repository.id, id);
  if (found === null || (found.partOf === 'draft' && found.comment.author.uid !== caller.uid))
    throw new MosaicError('not_found', `${repository.fullName} has no such comment.`);
  if (!mayEdit(caller, level, found.comment.author))
    throw new MosaicError('forbidden', 'Only its author and those who may write here can change it.');
  return found;
}
