import { listDamaged as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../forge-operation.ts';

/** Native: which repositories were found damaged of late, for the platform's own services to tell their owners; to others there is no such list. */
export const listDamaged = implement(contract, {
  grant: 'forge:feed:admin',
  handle: async ({ caller }, { damage }) => {
    if (!caller.builtIn || caller.kind !== 'service' || caller.repositories !== null)
      throw new MosaicError('not_found', 'There is nothing at this address.');
    return { repositories: damage.names() };
  },
});
