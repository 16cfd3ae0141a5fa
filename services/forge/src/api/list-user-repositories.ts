import { z } from 'zod';

import { PagingQuery } from '@mosaic/contracts/gitea';

import { forgeOperation } from './forge-operation.ts';
import { offsetOf, sendPageHeaders } from './paging.ts';
import { presentRepository } from './present/repository.ts';

/** Somebody's repositories, as far as the caller may see them. */
export const listUserRepositories = forgeOperation({
  method: 'GET',
  path: '/users/:username/repos',
  grant: 'forge:repository:read',
  anonymous: true,
  params: z.object({ username: z.string().max(100) }),
  query: PagingQuery,
  async handle({ caller, params, query, raw, reply }, { repositories, links }) {
    const page = { offset: offsetOf(query), limit: query.limit };
    const { items, total } = await repositories.reader.list({ caller, owner: params.username, ...page });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return items.map(({ repository, level }) => presentRepository(links, repository, level));
  },
});
