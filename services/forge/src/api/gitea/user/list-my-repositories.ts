import { userCurrentListRepos } from '@mosaic/contracts/gitea';

import { implement } from '../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../paging.ts';
import { presentListed } from '../repository/present-counted.ts';

/** Own repositories and those one collaborates on. */
export const listMyRepositories = implement(userCurrentListRepos, {
  grant: 'forge:repository:read',
  async handle({ caller, query, raw, reply }, context) {
    const { repositories, links } = context;
    const { items, total } = await repositories.reader.list({ caller, mine: true, offset: offsetOf(query), limit: query.limit });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return presentListed(context, caller, items);
  },
});
