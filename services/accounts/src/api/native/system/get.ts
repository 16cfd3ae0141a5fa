import { getSystem as contract } from '@mosaic/contracts/mosaic';

import { implement } from '../../accounts-operation.ts';

/** Health of every service, for System and `mosaic status`. */
export const getSystem = implement(contract, {
  access: { grant: 'accounts:system:read' },
  handle: async (_request, { status }) => status(),
});
