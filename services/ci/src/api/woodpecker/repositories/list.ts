import { getRepos } from '@mosaic/contracts/woodpecker';

import { implement } from '../../ci-operation.ts';
import { presentRepository } from '../../../present/repository.ts';
import { requireCiAdministrator } from '../../../repositories/repository-policy.ts';
import { slice } from '../../woodpecker/paging.ts';

export const listRepositories = implement(getRepos, {
  access: { grant: 'ci:repository:admin' },
  handle: async ({ query, caller }, { repositories }) => {
    requireCiAdministrator(caller, 'Only administrators list all repositories; yours are at /api/user/repos.');
    return (await repositories.list(caller, { ...slice(query), onlyActive: query.active })).map(presentRepository);
  },
});
