import { orgIsPublicMember } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInOrganization } from '../../../organization-operation.ts';
import { requirePerson } from '../../user/person-of-request.ts';

export const checkPublicMember = implementInOrganization(orgIsPublicMember, {
  grant: 'forge:user:read',
  anonymous: true,
  place: 'reader',
  async handle({ organization, params }, context) {
    const person = await requirePerson(context, params.username);
    const member = await context.organizations.reader.member(organization.id, person.id);
    if (member?.shown !== true) throw new MosaicError('not_found', `${person.login} is no public member of ${organization.name}.`);
  },
});
