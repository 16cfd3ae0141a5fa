import { orgDeleteMember } from '@mosaic/contracts/gitea';

import { implementInOrganization } from '../../../organization-operation.ts';
import { requirePerson } from '../../user/person-of-request.ts';
import { requireMember } from './member-of-request.ts';

export const deleteMember = implementInOrganization(orgDeleteMember, {
  grant: 'forge:organization:write',
  place: 'owner',
  async handle({ organization, params, cause }, context) {
    const person = await requirePerson(context, params.username);
    await requireMember(context, organization, person);
    await context.teams.members.dismiss(organization, person, cause);
  },
});
