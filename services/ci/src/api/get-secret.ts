import { operation } from '@mosaic/platform/http';

import { getSecret as select } from '../secrets/secret-store.ts';
import { allowedRepository, type CiContext } from './context.ts';
import { presentSecret } from './present/secret.ts';
import { SecretParams } from './schemas.ts';

/** `GET /api/repos/:id/secrets/:name`: without its value. */
export const getSecret = operation<CiContext>()({
  method: 'GET',
  path: '/repos/:id/secrets/:secret',
  access: { grant: 'ci:secret:write' },
  params: SecretParams,
  handle: async ({ params, caller }, context) => {
    const repository = await allowedRepository(context, caller, { id: params.id, resource: 'secret', action: 'push' });
    return presentSecret(await context.store.read((db) => select(db, repository.id, params.secret)));
  },
});
