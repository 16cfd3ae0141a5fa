import { MosaicError } from '@mosaic/platform/errors';
import { operation } from '@mosaic/platform/http';

import { isCiAdministrator } from '../repositories/repository-policy.ts';
import { listRepositories as select } from '../repositories/repository-reader.ts';
import type { CiContext } from './context.ts';
import { presentRepository } from './present/repository.ts';
import { Paging, slice } from './schemas.ts';

/** `GET /api/repos`: all repositories, for administrators. */
export const listRepositories = operation<CiContext>()({
  method: 'GET',
  path: '/repos',
  access: { grant: 'ci:repository:admin' },
  query: Paging,
  handle: async ({ query, caller }, { store }) => {
    if (!isCiAdministrator(caller))
      throw new MosaicError('forbidden', 'Only administrators list all repositories; yours are at /api/user/repos.');
    const rows = await store.read((db) => select(db, slice(query)));
    return rows.filter((row) => caller.repositories?.includes(row.forge_id) ?? true).map(presentRepository);
  },
});
