import { getRepoSecrets } from '@mosaic/contracts/woodpecker';

import { listSecrets as select } from '../secrets/secret-store.ts';
import { implement } from './ci-operation.ts';
import { allowedRepository } from './context.ts';
import { slice } from './paging.ts';
import { presentSecret } from './present/secret.ts';

export const listSecrets = implement(getRepoSecrets, {
  access: { grant: 'ci:secret:write' },
  handle: async ({ params, query, caller }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'secret', action: 'push' });
    return (await context.store.read((db) => select(db, repository.id, slice(query)))).map(presentSecret);
  },
});
