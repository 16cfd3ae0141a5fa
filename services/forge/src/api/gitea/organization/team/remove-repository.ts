import { orgRemoveTeamRepository } from '@mosaic/contracts/gitea';

import { implementInTeam } from '../../../organization-operation.ts';
import { requireAdministeredRepository } from './repository-of-request.ts';

export const removeTeamRepository = implementInTeam(orgRemoveTeamRepository, {
  grant: 'forge:organization:write',
  place: 'member',
  async handle({ team, organization, caller, params, cause }, context) {
    const { repository } = await requireAdministeredRepository(context, { organization, caller, params });
    await context.teams.writer.take(organization, { team, repository }, cause);
  },
});
