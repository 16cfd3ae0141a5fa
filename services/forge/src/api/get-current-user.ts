import { forgeOperation } from './forge-operation.ts';
import { presentUser } from './present/user.ts';

export const getCurrentUser = forgeOperation({
  method: 'GET',
  path: '/user',
  grant: 'forge:user:read',
  handle: async ({ caller }, { links }) => presentUser(links, { ...caller, administrator: caller.role === 'administrator' }),
});
