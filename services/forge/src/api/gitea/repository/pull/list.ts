import { repoListPullRequests } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';

export const listPulls = implementInRepository(repoListPullRequests, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ reply }) {
    reply.header('x-total-count', '0');
    return [];
  },
});
