import { deleteRepoSecret } from '@mosaic/contracts/woodpecker';

import { allowedRepository } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';

export const deleteSecret = implement(deleteRepoSecret, {
  access: { grant: 'ci:secret:write' },
  handle: async ({ params, caller, cause }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'secret', action: 'push' });
    await context.secrets.remove(repository, params.secretName, cause);
  },
});
