import { z } from 'zod';

import { PagingQuery, Since } from '@mosaic/contracts/gitea';

import { ISSUE_ORDERS } from '../issues/issue-reader.ts';
import { repositoryOperation } from './forge-operation.ts';
import { offsetOf, sendPageHeaders } from './paging.ts';
import { presentIssue } from './present/issue.ts';

/**
 * Newest first, or as `sort` says (ours). `labels` are names, comma-separated; an issue must bear all. `since` and `before` mean the
 * last change. Pull requests do not exist yet, so `type=pulls` is empty.
 */
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
    since: Since,
    before: Since,
    created_by: z.string().max(100).optional(),
    assigned_by: z.string().max(100).optional(),
    sort: z.enum(ISSUE_ORDERS).default('newest'),
  }),
  async handle({ repository, query, raw, reply }, { issues, links }) {
    if (query.type === 'pulls') return [];
    const labels = query.labels.split(',').filter(Boolean);
    const { state, q, since, before, created_by: author, assigned_by: assignee, sort: order, limit } = query;
    const search = { state, labels, q, since, before, author, assignee, order, offset: offsetOf(query), limit };
    const { items, total } = await issues.reader.list(repository.id, search);
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return items.map((issue) => presentIssue(links, repository, issue));
  },
});
