import { userListTeams } from '@mosaic/contracts/gitea';

import { presentTeam } from '../../../present/organization.ts';
import { implement } from '../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../paging.ts';

/** None to a token for listed repositories. */
export const listMyTeams = implement(userListTeams, {
  grant: 'forge:user:read',
  async handle({ caller, query, raw, reply }, { teams, links }) {
    const all = caller.repositories === null ? await teams.reader.list({ principalId: caller.id }) : [];
    sendPageHeaders({ reply, raw, query }, { total: all.length, publicUrl: links.publicUrl });
    const page = all.slice(offsetOf(query), offsetOf(query) + query.limit);
    const organizations = await teams.reader.organizations(page);
    return page.map((team) => presentTeam(team, organizations.get(team.ownerId)));
  },
});
