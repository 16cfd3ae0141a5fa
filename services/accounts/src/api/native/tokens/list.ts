import { ceilingOf, listTokens as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { missingRight } from '@mosaic/platform/identity';

import { presentToken } from '../../../present/token.ts';
import { unknownPrincipal } from '../../../principals/principal-reader.ts';
import { mayHandleTokensOf, reachesToken } from '../../../tokens/token-policy.ts';
import { implement } from '../../accounts-operation.ts';

export const listTokens = implement(contract, {
  access: { grant: 'accounts:token:read' },
  handle: async ({ query, caller }, { principals, tokens, now }) => {
    const login = query.login ?? caller.login;
    const principal = await principals.reader.byLogin(login);
    if (!mayHandleTokensOf(caller, principal))
      throw new MosaicError('forbidden', missingRight(caller, 'accounts:token:admin', 'Only an administrator sees the tokens of others.'));
    if (principal === undefined) throw unknownPrincipal(login);
    const rows = await tokens.reader.live(principal.id, now());
    const ceiling = ceilingOf(principal);
    return rows.filter((row) => reachesToken(caller, row, ceiling)).map((row) => presentToken(row, principal.login));
  },
});
