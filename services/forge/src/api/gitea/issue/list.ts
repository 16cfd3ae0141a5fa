import { issueListIssues } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../forge-operation.ts';
import { readableKind } from './issue-of-request.ts';
import { offsetOf, sendPageHeaders } from '../paging.ts';
import { presentIssue } from '../../../present/issue.ts';

const KINDS = ['issues', 'pulls'] as const;

export const listIssues = implementInRepository(issueListIssues, {
  grant: 'forge:issue:read',
  level: 'read',
  async handle({ repository, rights, query, raw, reply }, { issues, links }) {
    const labels = query.labels.split(',').filter(Boolean);
    const { state, q, since, before, created_by: author, assigned_by: assignee, sort: order, limit } = query;
    const kind = readableKind(
      { repository, rights },
      KINDS.find((one) => one === query.type),
    );
    const search = { kind, state, labels, q, since, before, author, assignee, order, offset: offsetOf(query), limit };
    const { items, total } = await issues.reader.list(repository.id, search);
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return items.map((issue) => presentIssue(links, repository, issue));
  },
});
