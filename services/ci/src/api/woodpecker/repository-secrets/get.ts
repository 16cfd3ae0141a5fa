import { getRepoSecret } from '@mosaic/contracts/woodpecker';

import { allowedRepository } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';
import { presentSecret } from '../../../present/secret.ts';

export const getSecret = implement(getRepoSecret, {
  access: { grant: 'ci:secret:write' },
  handle: async ({ params, caller }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'secret', action: 'push' });
    return presentSecret(await context.secrets.get(repository, params.secretName));
  },
});
