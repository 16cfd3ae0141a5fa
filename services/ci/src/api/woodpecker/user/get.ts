import { getUser as contract } from '@mosaic/contracts/woodpecker';

import { isCiAdministrator } from '../../../repositories/repository-policy.ts';
import { implement } from '../../ci-operation.ts';

export const getUser = implement(contract, {
  access: { grant: 'ci:pipeline:read' },
  handle: async ({ caller }) => ({
    id: caller.uid,
    forge_id: 1,
    forge_remote_id: String(caller.uid),
    login: caller.login,
    email: caller.email,
    avatar_url: '',
    admin: isCiAdministrator(caller),
    org_id: 0,
  }),
});
