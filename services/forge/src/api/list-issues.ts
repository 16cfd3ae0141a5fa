import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';
import { PagingQuery, offsetOf, sendPageHeaders } from './paging.ts';
import { presentIssue } from './present/issue.ts';

/** Newest first. `labels` are names, comma-separated; an issue must bear all. Pull requests do not exist yet, so `type=pulls` is empty. */
export const listIssues = repositoryOperation({
  method: 'GET',
  path: '/issues',
  grant: 'forge:issue:read',
  level: 'read',
  query: PagingQuery.extend({
    state: z.enum(['open', 'closed', 'all']).catch('open'),
    type: z.string().default(''),
    labels: z.string().max(1_000).default(''),
    q: z.string().max(200).default(''),
  }),
  async handle({ repository, query, raw, reply }, { issues, links }) {
    if (query.type === 'pulls') return [];
    const labels = query.labels.split(',').filter(Boolean);
    const page = { offset: offsetOf(query), limit: query.limit };
    const { items, total } = await issues.reader.list(repository.id, { state: query.state, labels, q: query.q, ...page });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return items.map((issue) => presentIssue(links, repository, issue));
  },
});
