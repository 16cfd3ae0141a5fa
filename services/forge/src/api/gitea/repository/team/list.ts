import { repoListTeams } from '@mosaic/contracts/gitea';

import { presentTeam } from '../../../../present/organization.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { requireOwningOrganization } from './team-of-request.ts';

export const listRepositoryTeams = implementInRepository(repoListTeams, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, caller }, context) {
    const { organization } = await requireOwningOrganization(context, { repository, caller });
    const teams = await context.teams.reader.list({ ownerId: organization.id, repositoryId: repository.id });
    return teams.map((team) => presentTeam(team));
  },
});
