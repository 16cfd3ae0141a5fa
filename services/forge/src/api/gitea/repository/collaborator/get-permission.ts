import { repoGetRepoPermissions } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { requirePerson } from '../../user/person-of-request.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { levelIn } from '../../../../repositories/repository-policy.ts';
import { presentUser } from '../../../../present/user.ts';

/** owner, admin, write, read or none. Everyone may ask about themselves, those who administer about all. */
export const getCollaboratorPermission = implementInRepository(repoGetRepoPermissions, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, level, params, caller }, context) {
    const person = await requirePerson(context, params.collaborator);
    if (level !== 'admin' && person.id !== caller.id)
      throw new MosaicError('forbidden', 'Only those who administer the repository may ask about others.');
    const { rights, isOwner } = await context.repositories.reader.judge(repository, { ...person, grants: [], repositories: null });
    const permission = isOwner ? 'owner' : levelIn(rights, 'whole');
    return { permission, role_name: permission, user: presentUser(context.links, person) };
  },
});
