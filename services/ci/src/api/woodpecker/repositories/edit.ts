import { patchRepo, RepositorySettings } from '@mosaic/contracts/woodpecker';

import { allowedRepository } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';
import { presentRepository } from '../../../present/repository.ts';
import { refuseOthers } from '../../woodpecker/refuse-others.ts';

export const editRepository = implement(patchRepo, {
  access: { grant: 'ci:repository:admin' },
  handle: async ({ params, body, caller, cause }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'repository', action: 'admin' });
    refuseOthers(body, presentRepository(repository), RepositorySettings.shape);
    return presentRepository(await context.repositories.edit(repository, RepositorySettings.parse(body), { caller, cause }));
  },
});
