import { getRepoPermissions } from '@mosaic/contracts/woodpecker';

import { implement } from '../../ci-operation.ts';
import { allowedRepository } from '../../allowed.ts';

export const getPermissions = implement(getRepoPermissions, {
  access: 'anyone',
  handle: async ({ params, caller }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'repository', action: 'pull' });
    return context.access.permissions(caller, repository);
  },
});
