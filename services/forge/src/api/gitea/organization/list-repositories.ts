import { orgListRepos } from '@mosaic/contracts/gitea';

import { presentRepository } from '../../../present/repository.ts';
import { implementInOrganization } from '../../organization-operation.ts';
import { offsetOf, sendPageHeaders } from '../paging.ts';

export const listOrgRepositories = implementInOrganization(orgListRepos, {
  grant: 'forge:repository:read',
  anonymous: true,
  place: 'reader',
  async handle({ organization: owner, caller, query, raw, reply }, { repositories, links }) {
    const { items, total } = await repositories.reader.list({ caller, owner, offset: offsetOf(query), limit: query.limit });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return items.map(({ repository, level }) => presentRepository(links, repository, level));
  },
});
