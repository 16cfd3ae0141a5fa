import { operation } from '@mosaic/platform/http';

import { isCiAdministrator } from '../repositories/repository-policy.ts';
import type { CiContext } from './context.ts';

/** `GET /api/user`: who the caller is. */
export const getUser = operation<CiContext>()({
  method: 'GET',
  path: '/user',
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
