import { ceilingOf, revokeToken as contract, type Role } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { findPrincipalById } from '../principals/principal-reader.ts';
import { mayHandleTokensOf, reachesToken } from '../tokens/token-policy.ts';
import { findToken } from '../tokens/token-reader.ts';
import { revokeWithOffspring } from '../tokens/token-writer.ts';
import { implement } from './accounts-operation.ts';

/** Ends a token, and those made with it, at once here, at other doors within their few seconds of memory. Repeating it is fine. */
export const revokeToken = implement(contract, {
  access: { grant: 'accounts:token:write' },
  handle: async ({ params, caller, cause }, context) => {
    const token = await context.store.read((db) => findToken(db, params.id));
    const owner = token === undefined ? undefined : await context.store.read((db) => findPrincipalById(db, token.principal_id));
    if (
      token === undefined ||
      owner === undefined ||
      !mayHandleTokensOf(caller, owner) ||
      !reachesToken(caller, token, ceilingOf(owner as { role: Role; login: string }))
    )
      throw new MosaicError('not_found', 'You have no token with this id.');
    await context.events.transact((writer) => revokeWithOffspring(writer.as(cause), token, context.now()));
    return undefined;
  },
});
