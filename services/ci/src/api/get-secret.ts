import { getRepoSecret } from '@mosaic/contracts/woodpecker';

import { getSecret as select } from '../secrets/secret-store.ts';
import { implement } from './ci-operation.ts';
import { allowedRepository } from './context.ts';
import { presentSecret } from './present/secret.ts';

export const getSecret = implement(getRepoSecret, {
  access: { grant: 'ci:secret:write' },
  handle: async ({ params, caller }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'secret', action: 'push' });
    return presentSecret(await context.store.read((db) => select(db, repository.id, params.secretName)));
  },
});
