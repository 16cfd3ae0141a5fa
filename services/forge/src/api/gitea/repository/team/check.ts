import { repoCheckTeam } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { presentTeam } from '../../../../present/organization.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { requireOwningOrganization, requireTeam } from './team-of-request.ts';

export const checkRepositoryTeam = implementInRepository(repoCheckTeam, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, caller, params }, context) {
    const access = await requireOwningOrganization(context, { repository, caller });
    const { team, has } = await requireTeam(context, access, { repository, name: params.team });
    if (!has) throw new MosaicError('not_found', `${team.name} does not have ${repository.fullName}.`);
    return presentTeam(team);
  },
});
