import { operation } from '@mosaic/platform/http';

import { allowedRepository, type CiContext } from './context.ts';
import { Paging, RepositoryParams, slice } from './schemas.ts';

/** `GET /api/repos/:id/branches`: names of branches, as the forge has them. */
export const listBranches = operation<CiContext>()({
  method: 'GET',
  path: '/repos/:id/branches',
  access: 'anyone',
  params: RepositoryParams,
  query: Paging,
  handle: async ({ params, query, caller }, context) => {
    const repository = await allowedRepository(context, caller, { id: params.id, resource: 'repository', action: 'pull' });
    return context.forge.branches(repository, query.page, slice(query).limit);
  },
});
