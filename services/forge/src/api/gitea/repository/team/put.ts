import { repoAddTeam } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';
import { requireChangeableTeam } from './team-of-request.ts';

export const putRepositoryTeam = implementInRepository(repoAddTeam, {
  grant: 'forge:repository:admin',
  level: 'admin',
  async handle({ repository, caller, params, cause }, context) {
    const { organization, team, has } = await requireChangeableTeam(context, { repository, caller }, params.team);
    if (has) throw new MosaicError('invalid_input', `${team.name} has ${repository.fullName} already.`);
    await context.teams.writer.give(organization, { team, repository }, cause);
  },
});
