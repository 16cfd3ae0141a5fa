import { ceilingOf, type Principal } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { ANONYMOUS } from '@mosaic/platform/identity';

import type { Collaborator } from '../../../../../collaborators/collaborator.ts';
import type { ForgeContext } from '../../../../../context.ts';
import { levelOf, reaches } from '../../../../../repositories/repository-policy.ts';
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
  { people }: Pick<ForgeContext, 'people'>,
  { repository, working, author }: { repository: Repository; working: readonly Collaborator[]; author?: Reviewer },
  names: readonly string[],
): Promise<Asked[]> {
  const found = new Map<number, Asked>();
  for (const name of names) {
    const person = await people.find(name);
    if (person === null) throw new MosaicError('not_found', `User '${name}' not exist`);
    const level = levelOfPerson(person, repository, working);
    if (author !== undefined && (person.disabled || !reaches(level, 'read'))) throw new MosaicError('invalid_input', "Reviewer can't read");
    if (author !== undefined && person.uid === author.uid) throw new MosaicError('invalid_input', "poster of pr can't be reviewer");
    found.set(person.uid, { uid: person.uid, login: person.login, isOfficial: reaches(level, 'write') });
  }
  return [...found.values()];
}

/** What somebody may do who is not asking: as far as their role goes, whatever their tokens carry. */
function levelOfPerson(person: Principal, repository: Repository, working: readonly Collaborator[]) {
  const { id, uid, login, kind, role, builtIn } = person;
  const given = working.find(({ principalId }) => principalId === id)?.permission ?? null;
  return levelOf({ ...ANONYMOUS, id, uid, login, kind, role, builtIn, grants: ceilingOf(person) }, repository, given);
}
