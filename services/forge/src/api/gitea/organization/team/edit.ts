import { orgEditTeam } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';
import type { z } from 'zod';

import { presentTeam } from '../../../../present/organization.ts';
import type { Team } from '../../../../teams/team.ts';
import type { TeamProfile } from '../../../../teams/team-writer.ts';
import { unitsOf, unitsUpTo } from '../../../../teams/units.ts';
import { implementInTeam } from '../../../organization-operation.ts';

export const editTeam = implementInTeam(orgEditTeam, {
  grant: 'forge:organization:write',
  place: 'owner',
  handle: async ({ team, organization, body, cause }, { teams }) =>
    presentTeam(await teams.writer.edit(organization, team, changeOf(team, body), cause), organization),
});

/** The owners' team stays what it is, but for its description. */
function changeOf(team: Team, body: z.output<typeof orgEditTeam.body>): Partial<TeamProfile> {
  const described = body.description === undefined ? {} : { description: body.description };
  if (team.permission === 'owner') {
    if (body.name !== '' && body.name !== team.name) throw new MosaicError('invalid_input', 'The team of the owners keeps its name.');
    return described;
  }
  const permission = body.permission || team.permission;
  const named = unitsOf(permission, { units: body.units, unitsMap: body.units_map });
  // Where no units are named the team keeps its own, but none beyond a permission that was lowered (in Gitea they stay as they were).
  const units = named ?? (permission === team.permission || permission === 'none' ? undefined : unitsUpTo(permission, team.units));
  return {
    ...described,
    ...(body.name === '' ? {} : { name: body.name }),
    permission,
    ...(units === undefined ? {} : { units }),
    ...(body.includes_all_repositories === undefined ? {} : { allRepositories: body.includes_all_repositories }),
    ...(body.can_create_org_repo === undefined ? {} : { createsRepositories: body.can_create_org_repo }),
  };
}
