import { getSession as contract, type Grant } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { findPrincipalById } from '../principals/principal-reader.ts';
import { findSession } from '../sessions/session-reader.ts';
import { implement } from './accounts-operation.ts';
import { presentPrincipal } from './present/principal.ts';

/** Who asks, by cookie or token, and what they may do. */
export const getSession = implement(contract, {
  access: 'anyone',
  handle: async ({ caller, reply }, { store }) => {
    const principal = await store.read((db) => findPrincipalById(db, caller.id));
    if (principal === undefined) throw new MosaicError('unauthenticated', 'Nobody is signed in.');
    const session = await store.read((db) => findSession(db, caller.tokenId));
    reply.header('cache-control', 'no-store');
    return {
      principal: presentPrincipal(principal, { withEmail: true }),
      grants: caller.grants as Grant[],
      expiresAt: session === undefined ? null : Number(session.expires_at),
    };
  },
});
