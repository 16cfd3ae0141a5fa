import { repoListStatuses } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { statusesOf } from './statuses-of-request.ts';

export const listStatuses = implementInRepository(repoListStatuses, {
  grant: 'forge:status:read',
  level: 'read',
  handle: (request, context) => statusesOf(request, request.params.sha, context),
});
