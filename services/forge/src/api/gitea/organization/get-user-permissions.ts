import { orgGetUserPermissions } from '@mosaic/contracts/gitea';

import { isAtLeast } from '../../../organizations/organization-policy.ts';
import type { TeamPermission } from '../../../teams/units.ts';
import { implementInOrganization } from '../../organization-operation.ts';
import { requirePerson } from '../user/person-of-request.ts';

const ORDER: readonly TeamPermission[] = ['none', 'read', 'write', 'admin', 'owner'];

/** As the teams say; of one whose membership is hidden from the caller, nothing. */
export const getUserPermissions = implementInOrganization(orgGetUserPermissions, {
  grant: 'forge:user:read',
  place: 'reader',
  async handle({ organization, place, caller, params }, context) {
    const person = await requirePerson(context, params.username);
    const member = await context.organizations.reader.member(organization.id, person.id);
    const isSeen =
      member !== null && (member.shown || isAtLeast(place, 'member') || (person.id === caller.id && caller.repositories === null));
    const teams = isSeen ? await context.teams.reader.list({ ownerId: organization.id, principalId: person.id }) : [];
    const reaches = (wanted: TeamPermission) => teams.some(({ permission }) => ORDER.indexOf(permission) >= ORDER.indexOf(wanted));
    return {
      is_owner: reaches('owner'),
      is_admin: reaches('admin'),
      can_write: reaches('write'),
      can_read: reaches('read'),
      can_create_repository: teams.some(({ createsRepositories }) => createsRepositories),
    };
  },
});
