import { ceilingOf, type Principal } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import type { Collaborator } from '../../../../../collaborators/collaborator.ts';
import type { ForgeContext } from '../../../../../context.ts';
import { reaches, type Rights } from '../../../../../repositories/repository-policy.ts';
import type { Repository } from '../../../../../repositories/repository.ts';
import type { Asked } from '../../../../../reviews/request-writer.ts';
import { mayAskReviewers } from '../../../../../reviews/review-policy.ts';
import type { Reviewer } from '../../../../../reviews/review.ts';
import type { RepositoryRequest } from '../../../../forge-operation.ts';

/** Whether the caller may say who is to review what `author` opened; `working` are the collaborators. */
export function mayChooseReviewers(
  { caller, level }: Pick<RepositoryRequest<unknown, unknown, unknown>, 'caller' | 'level'>,
  { author, working }: { author: Reviewer; working: readonly Collaborator[] },
): boolean {
  const isCollaborator = working.some(({ principalId }) => principalId === caller.id);
  return mayAskReviewers(caller, { level, author, isCollaborator });
}

/** The people whom a request names; one who is asked (`author` given) must be able to read, and not review themselves. */
export async function reviewersOf(
  context: Pick<ForgeContext, 'people' | 'repositories'>,
  { repository, author }: { repository: Repository; author?: Reviewer },
  names: readonly string[],
): Promise<Asked[]> {
  const found = new Map<number, Asked>();
  for (const name of names) {
    const person = await context.people.find(name);
    if (person === null) throw new MosaicError('not_found', `User '${name}' not exist`);
    const { code, pulls } = await rightsOfPerson(context, person, repository);
    if (author !== undefined && (person.disabled || !reaches(pulls, 'read'))) throw new MosaicError('invalid_input', "Reviewer can't read");
    if (author !== undefined && person.uid === author.uid) throw new MosaicError('invalid_input', "poster of pr can't be reviewer");
    found.set(person.uid, { uid: person.uid, login: person.login, isOfficial: reaches(code, 'write') });
  }
  return [...found.values()];
}

/** What somebody may do who is not asking: as far as their role goes, whatever their tokens carry. */
export async function rightsOfPerson(
  { repositories }: Pick<ForgeContext, 'repositories'>,
  person: Principal,
  repository: Repository,
): Promise<Rights> {
  const { rights } = await repositories.reader.judge(repository, { ...person, grants: ceilingOf(person), repositories: null });
  return rights;
}
