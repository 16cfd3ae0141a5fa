import { operation } from '@mosaic/platform/http';

import { allowedRepository, type CiContext } from './context.ts';
import { RepositoryParams } from './schemas.ts';

/** `GET /api/repos/:id/permissions`: what the forge allows the caller. */
export const getPermissions = operation<CiContext>()({
  method: 'GET',
  path: '/repos/:id/permissions',
  access: 'anyone',
  params: RepositoryParams,
  handle: async ({ params, caller }, context) => {
    const repository = await allowedRepository(context, caller, { id: params.id, resource: 'repository', action: 'pull' });
    return context.access.permissions(caller, repository);
  },
});
