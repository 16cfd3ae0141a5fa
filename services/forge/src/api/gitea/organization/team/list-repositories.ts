import { orgListTeamRepos } from '@mosaic/contracts/gitea';

import { presentRepository } from '../../../../present/repository.ts';
import { implementInTeam } from '../../../organization-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';

export const listTeamRepositories = implementInTeam(orgListTeamRepos, {
  grant: 'forge:repository:read',
  place: 'member',
  async handle({ team, caller, query, raw, reply }, { repositories, links }) {
    const { items, total } = await repositories.reader.list({ caller, team, offset: offsetOf(query), limit: query.limit });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return items.map(({ repository, level }) => presentRepository(links, repository, level));
  },
});
