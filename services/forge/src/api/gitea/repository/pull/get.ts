import { repoGetPullRequest } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentOnePull } from './pull-of-request.ts';

export const getPull = implementInRepository(repoGetPullRequest, {
  grant: 'forge:repository:read',
  level: 'read',
  handle: (request, context) => presentOnePull(context, { ...request, level: request.rights.code }, request.params.index),
});
