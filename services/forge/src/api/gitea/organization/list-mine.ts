import { orgListCurrentUserOrgs } from '@mosaic/contracts/gitea';

import { implement } from '../../forge-operation.ts';

/** Organizations do not exist yet: an empty list, as for somebody who is in none. */
export const listUserOrgs = implement(orgListCurrentUserOrgs, {
  grant: 'forge:user:read',
  async handle({ reply }) {
    reply.header('x-total-count', '0');
    return [];
  },
});
