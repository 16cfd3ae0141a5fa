import { MosaicError } from '@mosaic/platform/errors';

import type { FoundComment, Issue } from '../../../issues/issue.ts';
import type { Caller } from '@mosaic/platform/identity';
import type { Level, Rights } from '../../../repositories/repository-policy.ts';
import { mayEdit } from '../../../issues/issue-policy.ts';
import type { Repository } from '../../../repositories/repository.ts';
import type { ForgeContext } from '../../../context.ts';
import type { RepositoryRequest } from '../../forge-operation.ts';

type InRepository = Pick<RepositoryRequest<unknown, unknown, unknown>, 'repository' | 'rights'>;

/** An issue or pull request that the caller may read, with their level in its kind. @throws MosaicError `not_found`. */
export async function requireReadable(
  context: Pick<ForgeContext, 'issues'>,
  { repository, rights }: InRepository,
  number: number,
): Promise<{ issue: Issue; level: Level }> {
  const issue = await requireIssue(context, repository, number);
  const level = levelOfKind(rights, issue);
  if (level === 'none') throw new MosaicError('not_found', `${repository.fullName} has no issue ${number}.`);
  return { issue, level };
}

function levelOfKind(rights: Rights, { pull }: Pick<Issue, 'pull'>): Level {
  return pull === null ? rights.issues : rights.pulls;
}

/** The one kind that the caller may read, or both where they may. @throws MosaicError `forbidden` where another one is asked for. */
export function readableKind({ repository, rights }: InRepository, asked: 'issues' | 'pulls' | undefined): 'issues' | 'pulls' | undefined {
  const kinds = (['issues', 'pulls'] as const).filter((kind) => rights[kind] !== 'none');
  if (asked !== undefined && !kinds.includes(asked))
    throw new MosaicError('forbidden', `This needs read access to the ${asked} of ${repository.fullName}.`);
  return asked ?? (kinds.length === 2 ? undefined : kinds[0]);
}

/** @throws MosaicError `not_found`. */
export async function requireIssue({ issues }: Pick<ForgeContext, 'issues'>, repository: Repository, number: number): Promise<Issue> {
  const issue = await issues.reader.byNumber(repository.id, number);
  if (issue === null) throw new MosaicError('not_found', `${repository.fullName} has no issue ${number}.`);
  return issue;
}

/** A comment that the caller may change. @throws MosaicError `not_found`, `forbidden`. */
export async function requireOwnComment(
  { issues }: Pick<ForgeContext, 'issues'>,
  { repository, caller, rights }: InRepository & { caller: Caller },
  id: number,
): Promise<FoundComment> {
  const found = await issues.reader.comment(repository.id, id);
  const level = found === null ? 'none' : levelOfKind(rights, found.issue);
  if (found === null || level === 'none' || (found.partOf === 'draft' && found.comment.author.uid !== caller.uid))
    throw new MosaicError('not_found', `${repository.fullName} has no such comment.`);
  if (!mayEdit(caller, level, found.comment.author))
    throw new MosaicError('forbidden', 'Only its author and those who may write here can change it.');
  return found;
}
