import { ceilingOf, listTokens as contract, type Role } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { findPrincipal } from '../principals/principal-reader.ts';
import { mayHandleTokensOf, reachesToken } from '../tokens/token-policy.ts';
import { listLiveTokens } from '../tokens/token-reader.ts';
import { implement } from './accounts-operation.ts';
import { presentToken } from './present/token.ts';

export const listTokens = implement(contract, {
  access: { grant: 'accounts:token:read' },
  handle: async ({ query, caller }, { store, now }) => {
    const principal = await store.read((db) => findPrincipal(db, query.login ?? caller.login));
    if (principal === undefined || !mayHandleTokensOf(caller, principal))
      throw new MosaicError('forbidden', 'Only an administrator sees the tokens of others.');
    const rows = await store.read((db) => listLiveTokens(db, principal.id, now()));
    const ceiling = ceilingOf(principal as { role: Role; login: string });
    return rows.filter((row) => reachesToken(caller, row, ceiling)).map((row) => presentToken(row, principal.login));
  },
});
