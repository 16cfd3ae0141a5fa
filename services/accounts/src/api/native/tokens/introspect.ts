import { introspect as contract } from '@mosaic/contracts/mosaic';

import { implement } from '../../accounts-operation.ts';

/** Who a credential stands for, asked by the other services (RFC 7662 with JSON and our members). */
export const introspect = implement(contract, {
  access: { grant: 'accounts:introspect:read' },
  handle: async ({ body, caller, cause }, context) => context.introspector.introspect(body, { door: caller.login }, cause),
});
