import { repoListStatusesByRef } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { statusesOf } from './statuses-of-request.ts';

export const listCommitStatuses = implementInRepository(repoListStatusesByRef, {
  grant: 'forge:status:read',
  level: 'read',
  handle: (request, context) => statusesOf(request, request.params.ref, context),
});
