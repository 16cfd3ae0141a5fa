import { defineOperation } from '@mosaic/contracts/wire';

import { Repository } from '../schemas.ts';

export const repoGet = defineOperation({
  id: 'repoGet',
  tag: 'repository',
  summary: 'One repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}',
  answer: Repository,
});
