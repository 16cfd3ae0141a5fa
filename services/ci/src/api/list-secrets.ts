import { operation } from '@mosaic/platform/http';

import { listSecrets as select } from '../secrets/secret-store.ts';
import { allowedRepository, type CiContext } from './context.ts';
import { presentSecret } from './present/secret.ts';
import { RepositoryParams } from './schemas.ts';

/** `GET /api/repos/:id/secrets`: names and filters, never values. */
export const listSecrets = operation<CiContext>()({
  method: 'GET',
  path: '/repos/:id/secrets',
  access: { grant: 'ci:secret:write' },
  params: RepositoryParams,
  handle: async ({ params, caller }, context) => {
    const repository = await allowedRepository(context, caller, { id: params.id, resource: 'secret', action: 'push' });
    return (await context.store.read((db) => select(db, repository.id))).map(presentSecret);
  },
});
