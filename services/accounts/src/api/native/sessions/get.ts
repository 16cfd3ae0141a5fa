import { getSession as contract, type Grant } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { presentPrincipal } from '../../../present/principal.ts';
import { implement } from '../../accounts-operation.ts';

/** Who asks, by cookie or token, and what they may do. */
export const getSession = implement(contract, {
  access: 'anyone',
  handle: async ({ caller, reply }, { principals, sessions }) => {
    const principal = await principals.reader.byId(caller.id);
    if (principal === undefined) throw new MosaicError('unauthenticated', 'Nobody is signed in.');
    const session = await sessions.reader.byId(caller.tokenId);
    reply.header('cache-control', 'no-store');
    return {
      principal: presentPrincipal(principal, { withEmail: true }),
      grants: caller.grants as Grant[],
      expiresAt: session?.expires_at ?? null,
    };
  },
});
