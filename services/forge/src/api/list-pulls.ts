import { repositoryOperation } from './forge-operation.ts';

/** Pull requests do not exist yet: an empty list, which Woodpecker and Renovate take for "none open". */
export const listPulls = repositoryOperation({
  method: 'GET',
  path: '/pulls',
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ reply }) {
    reply.header('x-total-count', '0');
    return [];
  },
});
