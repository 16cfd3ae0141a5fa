import { orgDelete } from '@mosaic/contracts/gitea';

import { implementInOrganization } from '../../organization-operation.ts';

export const deleteOrg = implementInOrganization(orgDelete, {
  grant: 'forge:organization:admin',
  place: 'owner',
  handle: ({ organization, cause }, { organizations }) => organizations.writer.remove(organization, cause),
});
