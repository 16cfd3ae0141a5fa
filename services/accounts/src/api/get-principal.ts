import { getPrincipal as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { maySeeEmail } from '../principals/principal-policy.ts';
import { findPrincipal } from '../principals/principal-reader.ts';
import { implement } from './accounts-operation.ts';
import { presentPrincipal } from './present/principal.ts';

export const getPrincipal = implement(contract, {
  access: { grant: 'accounts:principal:read' },
  handle: async ({ params, caller }, { store }) => {
    const principal = await store.read((db) => findPrincipal(db, params.login));
    if (principal === undefined) throw new MosaicError('not_found', `There is no principal "${params.login}".`);
    return presentPrincipal(principal, { withEmail: maySeeEmail(caller, principal) });
  },
});
