import { orgIsMember } from '@mosaic/contracts/gitea';
import { encodeByteText } from '@mosaic/contracts/wire';

import { isAtLeast } from '../../../../organizations/organization-policy.ts';
import { implementInOrganization } from '../../../organization-operation.ts';
import { requirePerson } from '../../user/person-of-request.ts';
import { requireMember } from './member-of-request.ts';

/** Who is no member is sent to what everybody may know, as by Gitea; of oneself one is told at once. */
export const checkMember = implementInOrganization(orgIsMember, {
  grant: 'forge:user:read',
  place: 'reader',
  async handle({ organization, place, caller, params, reply }, context) {
    const person = await requirePerson(context, params.username);
    if (!isAtLeast(place, 'member') && person.id !== caller.id) {
      const path = `/api/v1/orgs/${encodeByteText(organization.name)}/public_members/${encodeByteText(person.login)}`;
      await reply.redirect(path, 303);
      return;
    }
    await requireMember(context, organization, person);
  },
});
