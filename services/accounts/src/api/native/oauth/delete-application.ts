import { deleteOauthApplication as contract } from '@mosaic/contracts/mosaic';

import { implement } from '../../accounts-operation.ts';
import { ownerOfRequest } from './owner-of-request.ts';

export const deleteOauthApplication = implement(contract, {
  access: { grant: 'accounts:application:write' },
  handle: async ({ params, query, caller, cause }, context) => {
    const owner = await ownerOfRequest(context, { caller, login: query.login });
    await context.oauth.applications.writer.remove(owner, params.id, cause);
    return undefined;
  },
});
