import { renameOrg as contract } from '@mosaic/contracts/gitea';

import { implementInOrganization } from '../../organization-operation.ts';

export const renameOrg = implementInOrganization(contract, {
  grant: 'forge:organization:admin',
  place: 'owner',
  handle: ({ organization, body, cause }, { organizations }) => organizations.writer.rename(organization, body.new_name, cause),
});
