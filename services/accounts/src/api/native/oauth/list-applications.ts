import { listOauthApplications as contract } from '@mosaic/contracts/mosaic';

import { presentApplication } from '../../../present/oauth.ts';
import { implement } from '../../accounts-operation.ts';
import { ownerOfRequest } from './owner-of-request.ts';

export const listOauthApplications = implement(contract, {
  access: { grant: 'accounts:application:read' },
  handle: async ({ query, caller }, context) => {
    const owner = await ownerOfRequest(context, { caller, login: query.login });
    const rows = await context.oauth.applications.reader.ofOwner(owner.id);
    return rows.map((row) => presentApplication(row, owner.login));
  },
});
