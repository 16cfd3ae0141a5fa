import { orgListTeamMember } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { presentUser } from '../../../../present/user.ts';
import { implementInTeam } from '../../../organization-operation.ts';
import { requirePerson } from '../../user/person-of-request.ts';

export const getTeamMember = implementInTeam(orgListTeamMember, {
  grant: 'forge:user:read',
  place: 'member',
  async handle({ team, params }, context) {
    const person = await requirePerson(context, params.username);
    const member = (await context.teams.reader.members(team)).find(({ principalId }) => principalId === person.id);
    if (member === undefined) throw new MosaicError('not_found', `${person.login} is not in ${team.name}.`);
    return presentUser(context.links, member);
  },
});
