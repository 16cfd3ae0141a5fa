import { postRepoSecrets } from '@mosaic/contracts/woodpecker';

import { allowedRepository } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';
import { presentSecret } from '../../../present/secret.ts';

export const createSecret = implement(postRepoSecrets, {
  access: { grant: 'ci:secret:write' },
  handle: async ({ params, body, caller, cause }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'secret', action: 'push' });
    return presentSecret(await context.secrets.create(repository, body, cause));
  },
});
