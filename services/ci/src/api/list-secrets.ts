import { getRepoSecrets } from '@mosaic/contracts/woodpecker';

import { listSecrets as select } from '../secrets/secret-store.ts';
import { implement } from './ci-operation.ts';
import { allowedRepository } from './context.ts';
import { presentSecret } from './present/secret.ts';

export const listSecrets = implement(getRepoSecrets, {
  access: { grant: 'ci:secret:write' },
  handle: async ({ params, caller }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'secret', action: 'push' });
    return (await context.store.read((db) => select(db, repository.id))).map(presentSecret);
  },
});
