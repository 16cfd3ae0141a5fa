import { issueListLabels } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { pageOf } from '../../paging.ts';
import { presentLabel } from '../../../../present/issue.ts';

export const listLabels = implementInRepository(issueListLabels, {
  grant: 'forge:issue:read',
  level: 'read',
  async handle({ repository, query, reply }, { issues, links }) {
    const labels = await issues.reader.labels(repository.id);
    reply.header('x-total-count', String(labels.length));
    return pageOf(labels, query).map((label) => presentLabel(links, repository, label));
  },
});
