import { forgeOperation } from './forge-operation.ts';

/** Organizations do not exist yet: an empty list, as for somebody who is in none. */
export const listUserOrgs = forgeOperation({
  method: 'GET',
  path: '/user/orgs',
  grant: 'forge:user:read',
  async handle({ reply }) {
    reply.header('x-total-count', '0');
    return [];
  },
});
