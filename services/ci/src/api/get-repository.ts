import { operation } from '@mosaic/platform/http';

import { allowedRepository, type CiContext } from './context.ts';
import { presentRepository } from './present/repository.ts';
import { RepositoryParams } from './schemas.ts';

/** `GET /api/repos/:id`. */
export const getRepository = operation<CiContext>()({
  method: 'GET',
  path: '/repos/:id',
  access: 'anyone',
  params: RepositoryParams,
  handle: async ({ params, caller }, context) =>
    presentRepository(await allowedRepository(context, caller, { id: params.id, resource: 'repository', action: 'pull' })),
});
