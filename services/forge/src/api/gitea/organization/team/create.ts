import { orgCreateTeam } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { presentTeam } from '../../../../present/organization.ts';
import type { TeamProfile } from '../../../../teams/team-writer.ts';
import { unitsOf } from '../../../../teams/units.ts';
import { implementInOrganization } from '../../../organization-operation.ts';

export const createTeam = implementInOrganization(orgCreateTeam, {
  grant: 'forge:organization:write',
  place: 'owner',
  async handle({ organization, body, cause }, { teams }) {
    const { name, description, includes_all_repositories: allRepositories, can_create_org_repo: createsRepositories } = body;
    const permission = body.permission === '' ? 'none' : body.permission;
    const units = unitsOf(permission, { units: body.units, unitsMap: body.units_map });
    if (units === undefined) throw new MosaicError('invalid_input', 'Say what the team may: name units, or give it the permission admin.');
    const profile: TeamProfile = { name, description, permission, units, allRepositories, createsRepositories };
    return presentTeam(await teams.writer.create(organization, profile, cause), organization);
  },
});
