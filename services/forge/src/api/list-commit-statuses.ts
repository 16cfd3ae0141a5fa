import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';
import { StatusQuery, offsetOf, sendPageHeaders } from './paging.ts';
import { presentStatus } from './present/status.ts';
import { RefText } from './ref-text.ts';

/** Every status of the commit behind a ref, newest first or as `sort` says. */
export const listCommitStatuses = repositoryOperation({
  method: 'GET',
  path: '/commits/:ref/statuses',
  grant: 'forge:status:read',
  level: 'read',
  params: z.object({ ref: RefText }),
  query: StatusQuery,
  async handle({ repository, params, query, raw, reply }, { contents, statuses, links }) {
    const sha = await contents.reader.commitId(repository, params.ref);
    const { items, total } = await statuses.reader.list(repository.id, sha, {
      state: query.state,
      order: query.sort,
      offset: offsetOf(query),
      limit: query.limit,
    });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return items.map((status) => presentStatus(links, repository, status));
  },
});
