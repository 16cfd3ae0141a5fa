import { deleteRepo } from '@mosaic/contracts/woodpecker';

import { removeRepository } from '../repositories/remove-repository.ts';
import { implement } from './ci-operation.ts';
import { allowedRepository } from './context.ts';
import { presentRepository } from './present/repository.ts';

export const deactivateRepository = implement(deleteRepo, {
  access: { grant: 'ci:repository:admin' },
  handle: async ({ params, query, caller, traceId }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'repository', action: 'admin' });
    const who = { actor: caller.login, traceId };
    const inactive = await context.activation.deactivate(repository, who);
    if (query.remove) await removeRepository(context, inactive, who);
    return presentRepository(inactive);
  },
});
