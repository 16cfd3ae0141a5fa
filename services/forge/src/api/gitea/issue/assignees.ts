import type { AssigneeMembers } from '@mosaic/contracts/gitea';
import type { Principal } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import type { Assignee } from '../../../issues/issue.ts';
import type { Repository } from '../../../repositories/repository.ts';
import { levelIn, reaches } from '../../../repositories/repository-policy.ts';
import type { ForgeContext } from '../../../context.ts';
import type { RepositoryRequest } from '../../forge-operation.ts';

/**
 * The people whom a request names; undefined when it names none and says nothing about it. Whoever may write assigns: those who
 * may write themselves, collaborators, and the agents that work for every repository.
 * @throws MosaicError `forbidden`, `invalid_input`.
 */
export async function assigneesOf(
  context: Pick<ForgeContext, 'people' | 'collaborators' | 'repositories'>,
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
      ((person.builtIn && person.kind === 'agent') || collaborators.has(person.id) || (await mayWrite(context, repository, person)));
    if (!works)
      throw new MosaicError(
        'invalid_input',
        `assignees: "${name}" does not work on ${repository.fullName}; make them a collaborator first.`,
      );
    found.set(person.uid, { uid: person.uid, login: person.login });
  }
  return [...found.values()];
}

async function mayWrite({ repositories }: Pick<ForgeContext, 'repositories'>, repository: Repository, person: Principal): Promise<boolean> {
  const { rights } = await repositories.reader.judge(repository, { ...person, grants: [], repositories: null });
  return reaches(levelIn(rights, 'whole'), 'write');
}
