import { orgRemoveTeamMember } from '@mosaic/contracts/gitea';

import { implementInTeam } from '../../../organization-operation.ts';
import { requirePerson } from '../../user/person-of-request.ts';

export const removeTeamMember = implementInTeam(orgRemoveTeamMember, {
  grant: 'forge:organization:write',
  place: 'owner',
  async handle({ team, organization, params, cause }, context) {
    const person = await requirePerson(context, params.username);
    await context.teams.members.remove(organization, { team, person }, cause);
  },
});
