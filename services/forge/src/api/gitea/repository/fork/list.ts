import { listForks as datum } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';
import { presentListed } from '../present-counted.ts';

/** Those that the caller may see, the oldest first. */
export const listForks = implementInRepository(datum, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ caller, repository, query, raw, reply }, context) {
    const order = { by: 'id', direction: 'asc' } as const;
    const page = { offset: offsetOf(query), limit: query.limit };
    const { items, total } = await context.repositories.reader.list({ caller, forkOf: repository.id, order, ...page });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: context.links.publicUrl });
    return presentListed(context, caller, items);
  },
});
