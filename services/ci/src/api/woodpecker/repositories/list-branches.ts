import { getRepoBranches } from '@mosaic/contracts/woodpecker';

import { allowedRepository } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';

export const listBranches = implement(getRepoBranches, {
  access: 'anyone',
  handle: async ({ params, query, caller }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'repository', action: 'pull' });
    return context.repositories.branches(repository, query);
  },
});
