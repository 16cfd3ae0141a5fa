import { repoSearch } from '@mosaic/contracts/gitea';

import { implement } from '../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../paging.ts';
import { presentListed } from './present-counted.ts';

/** Columns of Gitea's orders. */
const ORDERS = { alpha: 'name', created: 'created_at', updated: 'updated_at', id: 'id' } as const;

/** All repositories that the caller may see, by a part of their name; the last changed first where no order is asked for. */
export const searchRepositories = implement(repoSearch, {
  grant: 'forge:repository:read',
  anonymous: true,
  async handle({ caller, query, raw, reply }, context) {
    const { repositories, links } = context;
    const { items, total } = await repositories.reader.list({
      caller,
      q: query.q,
      inDescription: query.includeDesc,
      person: query.uid === 0 ? undefined : { uid: query.uid, exclusive: query.exclusive },
      private: query.is_private,
      publicOnly: !query.private,
      archived: query.archived,
      fork: query.mode === undefined ? undefined : query.mode === 'fork',
      order: query.sort === undefined ? undefined : { by: ORDERS[query.sort], direction: query.order },
      first: query.priority_owner_id === 0 ? undefined : query.priority_owner_id,
      offset: offsetOf(query),
      limit: query.limit,
    });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return { ok: true, data: await presentListed(context, caller, items) };
  },
});
