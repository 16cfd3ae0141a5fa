import { getRepoBranches } from '@mosaic/contracts/woodpecker';

import { implement } from './ci-operation.ts';
import { allowedRepository } from './context.ts';

export const listBranches = implement(getRepoBranches, {
  access: 'anyone',
  handle: async ({ params, query, caller }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'repository', action: 'pull' });
    return context.forge.branches(repository, query.page, query.perPage);
  },
});
