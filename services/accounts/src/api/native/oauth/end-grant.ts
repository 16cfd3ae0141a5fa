import { endOauthGrant as contract } from '@mosaic/contracts/mosaic';

import { implement } from '../../accounts-operation.ts';

export const endOauthGrant = implement(contract, {
  access: { grant: 'accounts:application:write' },
  handle: async ({ params, caller, cause }, { oauth }) => {
    await oauth.grants.writer.end({ id: params.id, principalId: caller.id }, cause);
    return undefined;
  },
});
