import { adminCreateOrg } from '@mosaic/contracts/gitea';

import { administers } from '../../../organizations/organization-policy.ts';
import { presentOrganization } from '../../../present/organization.ts';
import { implement } from '../../forge-operation.ts';
import { requireAdministrator } from '../../organization-operation.ts';
import { profileOf } from '../organization/profile-of-body.ts';
import { requirePerson } from '../user/person-of-request.ts';

export const createOrgFor = implement(adminCreateOrg, {
  grant: 'forge:organization:admin',
  async handle({ caller, params, body, cause }, context) {
    requireAdministrator(administers(caller));
    const founder = await requirePerson(context, params.username);
    const made = await context.organizations.writer.create({ name: body.username, profile: profileOf(body), founder }, cause);
    return presentOrganization(made, { anonymous: false });
  },
});
