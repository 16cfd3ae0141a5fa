import { orgGetTeam } from '@mosaic/contracts/gitea';

import { presentTeam } from '../../../../present/organization.ts';
import { implementInTeam } from '../../../organization-operation.ts';

export const getTeam = implementInTeam(orgGetTeam, {
  grant: 'forge:user:read',
  place: 'member',
  handle: async ({ team, organization }) => presentTeam(team, organization),
});
