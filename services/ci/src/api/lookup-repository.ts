import { getReposLookup } from '@mosaic/contracts/woodpecker';

import { repositoryMissing } from '../repositories/repository-policy.ts';
import { findByName } from '../repositories/repository-reader.ts';
import { implement } from './ci-operation.ts';
import { presentRepository } from './present/repository.ts';

export const lookupRepository = implement(getReposLookup, {
  access: 'anyone',
  handle: async ({ params, caller }, { store, access }) => {
    const [owner, name, ...rest] = params['*'].split('/').filter((part) => part !== '');
    if (owner === undefined || name === undefined || rest.length > 0) throw repositoryMissing();
    const repository = await store.read((db) => findByName(db, owner, name));
    if (repository === undefined) throw repositoryMissing();
    await access.require(caller, repository, { resource: 'repository', action: 'pull' });
    return presentRepository(repository);
  },
});
