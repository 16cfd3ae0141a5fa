import { replaceOauthApplication as contract } from '@mosaic/contracts/mosaic';

import { presentApplicationWithSecret } from '../../../present/oauth.ts';
import { implement } from '../../accounts-operation.ts';
import { ownerOfRequest } from './owner-of-request.ts';

export const replaceOauthApplication = implement(contract, {
  access: { grant: 'accounts:application:write' },
  handle: async ({ params, body: { login, ...stated }, caller, cause, reply }, context) => {
    const owner = await ownerOfRequest(context, { caller, login });
    const made = await context.oauth.applications.writer.replace(owner, { ...stated, id: params.id }, cause);
    reply.header('cache-control', 'no-store');
    return presentApplicationWithSecret(made, owner.login);
  },
});
