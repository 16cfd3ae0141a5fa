import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Organization } from '../schemas.ts';

/** Empty here, as for somebody who is in none: organizations do not exist yet. */
export const orgListCurrentUserOrgs = defineOperation({
  id: 'orgListCurrentUserOrgs',
  tag: 'organization',
  summary: 'The organizations of the person that asks',
  method: 'GET',
  path: '/user/orgs',
  answer: z.array(Organization),
});

/** Always 404 here; clients take that for "this owner is a person". */
export const orgGet = defineOperation({
  id: 'orgGet',
  tag: 'organization',
  summary: 'One organization',
  method: 'GET',
  path: '/orgs/{org}',
  params: z.object({ org: z.string() }),
  answer: Organization,
});
