import { z } from 'zod';

import { operation } from '@mosaic/platform/http';

import { repositoryMissing } from '../repositories/repository-policy.ts';
import { findByName } from '../repositories/repository-reader.ts';
import type { CiContext } from './context.ts';
import { presentRepository } from './present/repository.ts';

/** `GET /api/repos/lookup/owner/name`. */
export const lookupRepository = operation<CiContext>()({
  method: 'GET',
  path: '/repos/lookup/*',
  access: 'anyone',
  params: z.object({ '*': z.string().max(400) }),
  handle: async ({ params, caller }, { store, access }) => {
    const [owner, name, ...rest] = params['*'].split('/').filter((part) => part !== '');
    if (owner === undefined || name === undefined || rest.length > 0) throw repositoryMissing();
    const repository = await store.read((db) => findByName(db, owner, name));
    if (repository === undefined) throw repositoryMissing();
    await access.require(caller, repository, { resource: 'repository', action: 'pull' });
    return presentRepository(repository);
  },
});
