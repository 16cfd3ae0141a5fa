import { orgDeleteTeam } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInTeam } from '../../../organization-operation.ts';

export const deleteTeam = implementInTeam(orgDeleteTeam, {
  grant: 'forge:organization:write',
  place: 'owner',
  async handle({ team, organization, cause }, { teams }) {
    if (team.permission === 'owner') throw new MosaicError('invalid_input', `${organization.name} always has its team of owners.`);
    await teams.writer.remove(organization, team, cause);
  },
});
