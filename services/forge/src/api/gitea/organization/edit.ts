import { orgEdit } from '@mosaic/contracts/gitea';

import { presentOrganization } from '../../../present/organization.ts';
import { implementInOrganization } from '../../organization-operation.ts';

export const editOrg = implementInOrganization(orgEdit, {
  grant: 'forge:organization:write',
  place: 'owner',
  async handle({ organization, body, cause }, { organizations }) {
    const {
      full_name: fullName,
      email,
      description,
      website,
      location,
      visibility,
      repo_admin_change_team_access: adminsChangeTeams,
    } = body;
    const stated = { fullName, email, description, website, location, visibility: visibility || undefined, adminsChangeTeams };
    const change = Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
    return presentOrganization(await organizations.writer.edit(organization, change, cause), { anonymous: false });
  },
});
