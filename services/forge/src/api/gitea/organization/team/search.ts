import { teamSearch } from '@mosaic/contracts/gitea';

import { administers } from '../../../../organizations/organization-policy.ts';
import { presentTeam } from '../../../../present/organization.ts';
import { implementInOrganization } from '../../../organization-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';

/** Administrators find all teams, others those that they are in (Gitea's rule). */
export const searchTeams = implementInOrganization(teamSearch, {
  grant: 'forge:user:read',
  place: 'member',
  async handle({ organization, caller, query, raw, reply }, { teams, links }) {
    const own = administers(caller) ? {} : { principalId: caller.id };
    const all = await teams.reader.list({ ownerId: organization.id, ...own, q: query.q, inDescription: query.include_desc });
    sendPageHeaders({ reply, raw, query }, { total: all.length, publicUrl: links.publicUrl });
    return { ok: true, data: all.slice(offsetOf(query), offsetOf(query) + query.limit).map((team) => presentTeam(team)) };
  },
});
