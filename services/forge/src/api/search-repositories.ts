import { z } from 'zod';

import { PagingQuery } from '@mosaic/contracts/gitea';

import { forgeOperation } from './forge-operation.ts';
import { offsetOf, sendPageHeaders } from './paging.ts';
import { presentRepository } from './present/repository.ts';

/** Go's ways to write a boolean. */
const Flag = z.stringbool({ truthy: ['true', '1', 't'], falsy: ['false', '0', 'f'] });
const Uid = z.coerce.number().int().min(0);
/** Gitea's names of orders, less those by sizes and stars, which do not exist here. */
const ORDERS = { alpha: 'full_lower', created: 'created_at', updated: 'updated_at', id: 'id' } as const;

const Query = PagingQuery.extend({
  q: z.string().max(200).default(''),
  includeDesc: Flag.default(false),
  uid: Uid.default(0),
  exclusive: Flag.default(false),
  priority_owner_id: Uid.default(0),
  /** `false`: only what is public. */
  private: Flag.default(true),
  is_private: Flag.optional(),
  archived: Flag.optional(),
  /** Forks and mirrors do not exist: every repository is a source. */
  mode: z.enum(['source']).optional(),
  sort: z.enum(['alpha', 'created', 'updated', 'id']).optional(),
  order: z.enum(['asc', 'desc']).default('asc'),
});

/** All repositories that the caller may see, by a part of their name; the last changed first where no order is asked for. */
export const searchRepositories = forgeOperation({
  method: 'GET',
  path: '/repos/search',
  grant: 'forge:repository:read',
  anonymous: true,
  query: Query,
  async handle({ caller, query, raw, reply }, { repositories, links }) {
    const { items, total } = await repositories.reader.list({
      caller,
      q: query.q,
      inDescription: query.includeDesc,
      person: query.uid === 0 ? undefined : { uid: query.uid, exclusive: query.exclusive },
      private: query.private ? query.is_private : false,
      archived: query.archived,
      order: query.sort === undefined ? undefined : { by: ORDERS[query.sort], direction: query.order },
      first: query.priority_owner_id === 0 ? undefined : query.priority_owner_id,
      offset: offsetOf(query),
      limit: query.limit,
    });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return { ok: true, data: items.map(({ repository, level }) => presentRepository(links, repository, level)) };
  },
});
