import { patchRepoSecret } from '@mosaic/contracts/woodpecker';

import { allowedRepository } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';
import { presentSecret } from '../../../present/secret.ts';

export const updateSecret = implement(patchRepoSecret, {
  access: { grant: 'ci:secret:write' },
  handle: async ({ params, body, caller, cause }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'secret', action: 'push' });
    return presentSecret(await context.secrets.update(repository, { ...body, name: params.secretName }, cause));
  },
});
