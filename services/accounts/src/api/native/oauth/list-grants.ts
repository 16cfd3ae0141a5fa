import { listOauthGrants as contract } from '@mosaic/contracts/mosaic';

import { presentGrant } from '../../../present/oauth.ts';
import { implement } from '../../accounts-operation.ts';

export const listOauthGrants = implement(contract, {
  access: { grant: 'accounts:application:read' },
  handle: async ({ caller }, { oauth }) => (await oauth.grants.reader.ofPrincipal(caller.id)).map(presentGrant),
});
