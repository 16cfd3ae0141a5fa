import { createOauthApplication as contract } from '@mosaic/contracts/mosaic';

import { presentApplicationWithSecret } from '../../../present/oauth.ts';
import { implement } from '../../accounts-operation.ts';
import { ownerOfRequest } from './owner-of-request.ts';

export const createOauthApplication = implement(contract, {
  access: { grant: 'accounts:application:write' },
  handle: async ({ body: { login, ...stated }, caller, cause, reply }, context) => {
    const owner = await ownerOfRequest(context, { caller, login });
    const made = await context.oauth.applications.writer.create(owner, stated, cause);
    reply.header('cache-control', 'no-store');
    return presentApplicationWithSecret(made, owner.login);
  },
});
