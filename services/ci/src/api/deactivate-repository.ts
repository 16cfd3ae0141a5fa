import { deleteRepo } from '@mosaic/contracts/woodpecker';

import { removeRepository } from '../repositories/remove-repository.ts';
import { implement } from './ci-operation.ts';
import { allowedRepository } from './context.ts';
import { presentRepository } from './present/repository.ts';

export const deactivateRepository = implement(deleteRepo, {
  access: { grant: 'ci:repository:admin' },
  handle: async ({ params, query, caller, cause }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'repository', action: 'admin' });
    const inactive = await context.activation.deactivate(repository, cause);
    if (query.remove) await removeRepository(context, inactive, cause);
    return presentRepository(inactive);
  },
});
