import { getReposLookup } from '@mosaic/contracts/woodpecker';

import { implement } from '../../ci-operation.ts';
import { presentRepository } from '../../../present/repository.ts';
import { repositoryMissing } from '../../../repositories/repository-policy.ts';

export const lookupRepository = implement(getReposLookup, {
  access: 'anyone',
  handle: async ({ params, caller }, { repositories, access }) => {
    const [owner, name, ...rest] = params['*'].split('/').filter((part) => part !== '');
    if (owner === undefined || name === undefined || rest.length > 0) throw repositoryMissing();
    const repository = await repositories.named(owner, name);
    await access.require(caller, repository, { resource: 'repository', action: 'pull' });
    return presentRepository(repository);
  },
});
