import { getPrincipal as contract } from '@mosaic/contracts/mosaic';

import { presentPrincipal } from '../../../present/principal.ts';
import { maySeeEmail } from '../../../principals/principal-policy.ts';
import { implement } from '../../accounts-operation.ts';

export const getPrincipal = implement(contract, {
  access: { grant: 'accounts:principal:read' },
  handle: async ({ params, caller }, { principals }) => {
    const principal = await principals.reader.require(params.login);
    return presentPrincipal(principal, { withEmail: maySeeEmail(caller, principal) });
  },
});
