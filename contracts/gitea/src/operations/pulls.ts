import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

/** Pull requests do not exist yet: an empty list, which Woodpecker and Renovate take for "none open". */
export const repoListPullRequests = defineOperation({
  id: 'repoListPullRequests',
  tag: 'repository',
  summary: 'The pull requests of a repository: none yet',
  method: 'GET',
  path: '/repos/{owner}/{repo}/pulls',
  answer: z.array(z.never()),
});
