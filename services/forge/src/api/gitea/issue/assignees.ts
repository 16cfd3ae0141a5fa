import type { AssigneeMembers } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import type { Assignee } from '../../../issues/issue.ts';
import { reaches } from '../../../repositories/repository-policy.ts';
import type { ForgeContext } from '../../../context.ts';
import type { RepositoryRequest } from '../../forge-operation.ts';

/**
 * The people whom a request names; undefined when it names none and says nothing about it. Whoever may write assigns: the owner,
 * administrators, collaborators, and the agents that work for every repository.
 * @throws MosaicError `forbidden`, `invalid_input`.
 */
export async function assigneesOf(
  context: Pick<ForgeContext, 'people' | 'collaborators'>,
  { repository, level }: Pick<RepositoryRequest<unknown, unknown, unknown>, 'repository' | 'level'>,
  { assignee, assignees }: AssigneeMembers,
): Promise<Assignee[] | undefined> {
  if (assignee === '' && assignees === undefined) return undefined;
  const names = [...(assignees ?? []), ...(assignee === '' ? [] : [assignee])];
  if (names.length > 0 && !reaches(level, 'write'))
    throw new MosaicError('forbidden', 'Only those who may write here can assign an issue.');
  const collaborators = new Set((await context.collaborators.reader.list(repository.id)).map(({ principalId }) => principalId));
  const found = new Map<number, Assignee>();
  for (const name of names) {
    const person = await context.people.find(name);
    const works =
      person !== null &&
      !person.disabled &&
      (person.id === repository.owner.principalId ||
        person.role === 'administrator' ||
        (person.builtIn && person.kind === 'agent') ||
        collaborators.has(person.id));
    if (!works)
      throw new MosaicError(
        'invalid_input',
        `assignees: "${name}" does not work on ${repository.fullName}; make them a collaborator first.`,
      );
    found.set(person.uid, { uid: person.uid, login: person.login });
  }
  return [...found.values()];
}
