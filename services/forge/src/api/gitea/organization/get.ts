import { orgGet } from '@mosaic/contracts/gitea';

import { presentOrganization } from '../../../present/organization.ts';
import { implementInOrganization } from '../../organization-operation.ts';

/** Clients take 404 for "this owner is a person". */
export const getOrg = implementInOrganization(orgGet, {
  grant: 'forge:user:read',
  anonymous: true,
  place: 'reader',
  handle: async ({ organization, caller }) => presentOrganization(organization, { anonymous: caller.kind === 'anonymous' }),
});
