import { getRepos } from '@mosaic/contracts/woodpecker';
import { MosaicError } from '@mosaic/platform/errors';

import { isCiAdministrator } from '../repositories/repository-policy.ts';
import { listRepositories as select } from '../repositories/repository-reader.ts';
import { implement } from './ci-operation.ts';
import { slice } from './paging.ts';
import { presentRepository } from './present/repository.ts';

export const listRepositories = implement(getRepos, {
  access: { grant: 'ci:repository:admin' },
  handle: async ({ query, caller }, { store }) => {
    if (!isCiAdministrator(caller))
      throw new MosaicError('forbidden', 'Only administrators list all repositories; yours are at /api/user/repos.');
    const rows = await store.read((db) => select(db, { ...slice(query), onlyActive: query.active }));
    return rows.filter((row) => caller.repositories?.includes(row.forge_id) ?? true).map(presentRepository);
  },
});
