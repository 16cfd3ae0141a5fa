import { z } from 'zod';

import { forgeOperation } from './forge-operation.ts';
import { PagingQuery, offsetOf, sendPageHeaders } from './paging.ts';
import { presentRepository } from './present/repository.ts';

/** All repositories that the caller may see, by a part of their name. */
export const searchRepositories = forgeOperation({
  method: 'GET',
  path: '/repos/search',
  grant: 'forge:repository:read',
  anonymous: true,
  query: PagingQuery.extend({ q: z.string().max(200).default('') }),
  async handle({ caller, query, raw, reply }, { repositories, links }) {
    const { items, total } = await repositories.reader.list({ caller, q: query.q, offset: offsetOf(query), limit: query.limit });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return { ok: true, data: items.map(({ repository, level }) => presentRepository(links, repository, level)) };
  },
});
