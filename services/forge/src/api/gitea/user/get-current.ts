import { userGetCurrent } from '@mosaic/contracts/gitea';

import { implement } from '../../forge-operation.ts';
import { presentUser } from '../../../present/user.ts';

export const getCurrentUser = implement(userGetCurrent, {
  grant: 'forge:user:read',
  handle: async ({ caller }, { links }) => presentUser(links, { ...caller, administrator: caller.role === 'administrator' }),
});
