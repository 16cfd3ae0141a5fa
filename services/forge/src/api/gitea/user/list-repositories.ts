import { userListRepos } from '@mosaic/contracts/gitea';

import { implement } from '../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../paging.ts';
import { requirePerson } from './person-of-request.ts';
import { presentListed } from '../repository/present-counted.ts';

/** Somebody's repositories, as far as the caller may see them. */
export const listUserRepositories = implement(userListRepos, {
  grant: 'forge:repository:read',
  anonymous: true,
  async handle({ caller, params, query, raw, reply }, context) {
    const { owners, organizations, repositories, links } = context;
    const named = await owners.reader.byName(params.username);
    const isHidden = named?.kind === 'organization' && (await organizations.reader.byName(caller, params.username)) === null;
    const owner = isHidden ? null : named;
    const page = { offset: offsetOf(query), limit: query.limit };
    const { items, total } = owner === null ? { items: [], total: 0 } : await repositories.reader.list({ caller, owner, ...page });
    if (total === 0 && owner?.kind !== 'organization') await requirePerson(context, params.username);
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return presentListed(context, caller, items);
  },
});
