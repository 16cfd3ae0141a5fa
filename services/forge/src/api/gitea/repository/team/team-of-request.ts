import { MosaicError } from '@mosaic/platform/errors';

import type { ForgeContext } from '../../../../context.ts';
import { isAtLeast } from '../../../../organizations/organization-policy.ts';
import type { OrganizationAccess } from '../../../../organizations/organization-reader.ts';
import type { Team } from '../../../../teams/team.ts';
import type { RepositoryRequest } from '../../../forge-operation.ts';

type Asked = Pick<RepositoryRequest<unknown, unknown, unknown>, 'repository' | 'caller'>;

/** The organization that owns a repository; to who is not signed in, its teams are not told. @throws MosaicError `not_ready`, `unauthenticated`. */
export async function requireOwningOrganization(
  { organizations }: Pick<ForgeContext, 'organizations'>,
  { repository, caller }: Asked,
): Promise<OrganizationAccess> {
  if (caller.kind === 'anonymous') throw new MosaicError('unauthenticated', 'Sign in, or send a token in the Authorization header.');
  if (repository.owner.kind !== 'organization')
    throw new MosaicError('not_ready', `${repository.fullName} belongs to no organization; it has collaborators, and no teams.`);
  const access = await organizations.reader.byId(caller, repository.owner.id);
  if (access === null) throw new MosaicError('forbidden', 'The teams are told to those who may know of the organization.');
  return access;
}

/** A team by its name, and whether it has the repository. @throws MosaicError `not_found`. */
export async function requireTeam(
  { teams }: Pick<ForgeContext, 'teams'>,
  { organization }: OrganizationAccess,
  { repository, name }: Pick<Asked, 'repository'> & { name: string },
): Promise<{ team: Team; has: boolean }> {
  const team = await teams.reader.byName(organization.id, name);
  if (team === null) throw new MosaicError('not_found', `${organization.name} has no team "${name.slice(0, 100)}".`);
  const having = await teams.reader.list({ ownerId: organization.id, repositoryId: repository.id });
  return { team, has: having.some(({ id }) => id === team.id) };
}

/** A team that the caller may give the repository to or take it from. @throws MosaicError. */
export async function requireChangeableTeam(
  context: Pick<ForgeContext, 'organizations' | 'teams'>,
  { repository, caller }: Asked,
  name: string,
) {
  const access = await requireOwningOrganization(context, { repository, caller });
  if (!access.organization.adminsChangeTeams && !isAtLeast(access.place, 'owner'))
    throw new MosaicError('forbidden', `Only the owners of ${access.organization.name} change which teams have its repositories.`);
  return { organization: access.organization, ...(await requireTeam(context, access, { repository, name })) };
}
