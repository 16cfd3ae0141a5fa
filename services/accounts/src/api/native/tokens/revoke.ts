import { ceilingOf, revokeToken as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { mayHandleTokensOf, reachesToken } from '../../../tokens/token-policy.ts';
import { implement } from '../../accounts-operation.ts';

export const revokeToken = implement(contract, {
  access: { grant: 'accounts:token:write' },
  handle: async ({ params, caller, cause }, { tokens, principals }) => {
    const token = await tokens.reader.byId(params.id);
    const owner = token === undefined ? undefined : await principals.reader.byId(token.principal_id);
    if (token === undefined || owner === undefined || !mayHandleTokensOf(caller, owner) || !reachesToken(caller, token, ceilingOf(owner)))
      throw new MosaicError('not_found', 'You have no token with this id.');
    await tokens.writer.revoke(token, cause);
    return undefined;
  },
});
