import { orgListTeams } from '@mosaic/contracts/gitea';

import { presentTeam } from '../../../../present/organization.ts';
import { implementInOrganization } from '../../../organization-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';

export const listTeams = implementInOrganization(orgListTeams, {
  grant: 'forge:user:read',
  place: 'member',
  async handle({ organization, query, raw, reply }, { teams, links }) {
    const all = await teams.reader.list({ ownerId: organization.id });
    sendPageHeaders({ reply, raw, query }, { total: all.length, publicUrl: links.publicUrl });
    return all.slice(offsetOf(query), offsetOf(query) + query.limit).map((team) => presentTeam(team));
  },
});
