import { MosaicError } from '@mosaic/platform/errors';

import { forgeOperation } from './forge-operation.ts';

/** Native: which repositories were found damaged of late, for the platform's own services to tell their owners; to others there is no such list. */
export const listDamaged = forgeOperation({
  method: 'GET',
  path: '/-/damaged',
  grant: 'forge:feed:admin',
  handle: async ({ caller }, { damage }) => {
    if (!caller.builtIn || caller.kind !== 'service' || caller.repositories !== null)
      throw new MosaicError('not_found', 'There is nothing at this address.');
    return { repositories: damage.names() };
  },
});
