import { orgListTeamRepo } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { presentRepository } from '../../../../present/repository.ts';
import { implementInTeam } from '../../../organization-operation.ts';
import { requireTeamRepository } from './repository-of-request.ts';

export const getTeamRepository = implementInTeam(orgListTeamRepo, {
  grant: 'forge:repository:read',
  place: 'member',
  async handle({ team, organization, caller, params }, context) {
    const { repository, level } = await requireTeamRepository(context, { organization, caller, params });
    const having = await context.teams.reader.list({ ownerId: organization.id, repositoryId: repository.id });
    if (!having.some(({ id }) => id === team.id)) throw new MosaicError('not_found', `${team.name} does not have ${repository.fullName}.`);
    return presentRepository(context.links, repository, level);
  },
});
