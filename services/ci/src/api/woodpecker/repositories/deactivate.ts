import { deleteRepo } from '@mosaic/contracts/woodpecker';

import { allowedRepository } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';
import { presentRepository } from '../../../present/repository.ts';

export const deactivateRepository = implement(deleteRepo, {
  access: { grant: 'ci:repository:admin' },
  handle: async ({ params, query, caller, cause }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'repository', action: 'admin' });
    return presentRepository(await context.repositories.deactivate(repository, query, cause));
  },
});
