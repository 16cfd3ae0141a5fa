import { repoDeleteTeam } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';
import { requireChangeableTeam } from './team-of-request.ts';

export const deleteRepositoryTeam = implementInRepository(repoDeleteTeam, {
  grant: 'forge:repository:admin',
  level: 'admin',
  whileArchived: true,
  async handle({ repository, caller, params, cause }, context) {
    const { organization, team, has } = await requireChangeableTeam(context, { repository, caller }, params.team);
    if (!has) throw new MosaicError('invalid_input', `${team.name} does not have ${repository.fullName}.`);
    if (team.allRepositories)
      throw new MosaicError('invalid_input', `${team.name} has all repositories of ${organization.name}; change that in the team itself.`);
    await context.teams.writer.take(organization, { team, repository }, cause);
  },
});
