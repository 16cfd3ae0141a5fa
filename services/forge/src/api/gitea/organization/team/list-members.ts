import { orgListTeamMembers } from '@mosaic/contracts/gitea';

import { presentUser } from '../../../../present/user.ts';
import { implementInTeam } from '../../../organization-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';

export const listTeamMembers = implementInTeam(orgListTeamMembers, {
  grant: 'forge:user:read',
  place: 'member',
  async handle({ team, query, raw, reply }, { teams, links }) {
    const all = await teams.reader.members(team);
    sendPageHeaders({ reply, raw, query }, { total: all.length, publicUrl: links.publicUrl });
    return all.slice(offsetOf(query), offsetOf(query) + query.limit).map((member) => presentUser(links, member));
  },
});
