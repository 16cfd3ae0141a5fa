import { getCredential as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../accounts-operation.ts';

/** Whose session or token bears the id; what was let in by it, e.g. to a private site, ends with it. */
export const getCredential = implement(contract, {
  access: { grant: 'accounts:introspect:read' },
  handle: async ({ params }, { introspector }) => {
    const login = await introspector.holderOf(params.id);
    if (login === null) throw new MosaicError('not_found', 'This session or token has ended.');
    return { login };
  },
});
