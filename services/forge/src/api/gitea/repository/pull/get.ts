import { repoGetPullRequest } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentOnePull } from './pull-of-request.ts';

export const getPull = implementInRepository(repoGetPullRequest, {
  grant: 'forge:repository:read',
  level: 'read',
  handle: ({ repository, level, params }, context) => presentOnePull(context, { repository, level }, params.index),
});
