import { OptionalPaging } from '@mosaic/contracts/gitea';

import { repositoryOperation } from './forge-operation.ts';
import { pageOf } from './paging.ts';
import { presentLabel } from './present/issue.ts';

export const listLabels = repositoryOperation({
  method: 'GET',
  path: '/labels',
  grant: 'forge:issue:read',
  level: 'read',
  /** All where no page is asked for. */
  query: OptionalPaging,
  async handle({ repository, query, reply }, { issues, links }) {
    const labels = await issues.reader.labels(repository.id);
    reply.header('x-total-count', String(labels.length));
    return pageOf(labels, query).map((label) => presentLabel(links, repository, label));
  },
});
