import { z } from 'zod';

import { operation } from '@mosaic/platform/http';

import { removeRepository } from '../repositories/remove-repository.ts';
import { allowedRepository, type CiContext } from './context.ts';
import { presentRepository } from './present/repository.ts';
import { RepositoryParams } from './schemas.ts';

/** `DELETE /api/repos/:id`: turns CI off and takes the hook away; `?remove=true` removes pipelines, logs and artifacts too. */
export const deactivateRepository = operation<CiContext>()({
  method: 'DELETE',
  path: '/repos/:id',
  access: { grant: 'ci:repository:admin' },
  params: RepositoryParams,
  query: z.object({ remove: z.stringbool().default(false) }),
  handle: async ({ params, query, caller, traceId }, context) => {
    const repository = await allowedRepository(context, caller, { id: params.id, resource: 'repository', action: 'admin' });
    const who = { actor: caller.login, traceId };
    const inactive = await context.activation.deactivate(repository, who);
    if (query.remove) await removeRepository(context, inactive, who);
    return presentRepository(inactive);
  },
});
