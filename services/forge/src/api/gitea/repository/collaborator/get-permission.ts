import { repoGetRepoPermissions } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { requirePerson } from '../../user/person-of-request.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { presentUser } from '../../../../present/user.ts';

/** owner, admin, write, read or none. Everyone may ask about themselves, those who administer about all. */
export const getCollaboratorPermission = implementInRepository(repoGetRepoPermissions, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, level, params, caller }, context) {
    const person = await requirePerson(context, params.collaborator);
    if (level !== 'admin' && person.id !== caller.id)
      throw new MosaicError('forbidden', 'Only those who administer the repository may ask about others.');
    const given = (await context.collaborators.reader.list(repository.id)).find(({ principalId }) => principalId === person.id);
    const byRole = person.role === 'administrator' ? 'admin' : (given?.permission ?? (repository.private ? 'none' : 'read'));
    const permission = person.id === repository.owner.principalId ? 'owner' : byRole;
    return { permission, role_name: permission, user: presentUser(context.links, person) };
  },
});
