import { repositoryOperation } from './forge-operation.ts';
import { presentLabel } from './present/issue.ts';

export const listLabels = repositoryOperation({
  method: 'GET',
  path: '/labels',
  grant: 'forge:issue:read',
  level: 'read',
  async handle({ repository, reply }, { issues, links }) {
    const labels = await issues.reader.labels(repository.id);
    reply.header('x-total-count', String(labels.length));
    return labels.map((label) => presentLabel(links, repository, label));
  },
});
