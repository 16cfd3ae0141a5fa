import { getRepo } from '@mosaic/contracts/woodpecker';

import { implement } from '../../ci-operation.ts';
import { allowedRepository } from '../../allowed.ts';
import { presentRepository } from '../../../present/repository.ts';

export const getRepository = implement(getRepo, {
  access: 'anyone',
  handle: async ({ params, caller }, context) =>
    presentRepository(await allowedRepository(context, caller, { ...params, resource: 'repository', action: 'pull' })),
});
