import { ceilingOf, listTokens as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { presentToken } from '../../../present/token.ts';
import { mayHandleTokensOf, reachesToken } from '../../../tokens/token-policy.ts';
import { implement } from '../../accounts-operation.ts';

export const listTokens = implement(contract, {
  access: { grant: 'accounts:token:read' },
  handle: async ({ query, caller }, { principals, tokens, now }) => {
    const principal = await principals.reader.byLogin(query.login ?? caller.login);
    if (principal === undefined || !mayHandleTokensOf(caller, principal))
      throw new MosaicError('forbidden', 'Only an administrator sees the tokens of others.');
    const rows = await tokens.reader.live(principal.id, now());
    const ceiling = ceilingOf(principal);
    return rows.filter((row) => reachesToken(caller, row, ceiling)).map((row) => presentToken(row, principal.login));
  },
});
