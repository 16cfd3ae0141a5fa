import { orgConcealMember } from '@mosaic/contracts/gitea';

import { implementInOrganization } from '../../../organization-operation.ts';
import { requireShowable } from './member-of-request.ts';

export const concealMember = implementInOrganization(orgConcealMember, {
  grant: 'forge:organization:write',
  place: 'member',
  async handle({ organization, place, caller, params, cause }, context) {
    const person = await requireShowable(context, { organization, place, caller }, params.username);
    await context.teams.members.show(organization, { person, shown: false }, cause);
  },
});
