import { getRepoSecrets } from '@mosaic/contracts/woodpecker';

import { allowedRepository } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';
import { slice } from '../paging.ts';
import { presentSecret } from '../../../present/secret.ts';

export const listSecrets = implement(getRepoSecrets, {
  access: { grant: 'ci:secret:write' },
  handle: async ({ params, query, caller }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'secret', action: 'push' });
    return (await context.secrets.list(repository, slice(query))).map(presentSecret);
  },
});
