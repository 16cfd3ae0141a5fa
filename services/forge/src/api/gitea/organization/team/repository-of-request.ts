import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeContext } from '../../../../context.ts';
import type { Organization } from '../../../../organizations/organization.ts';
import type { Access } from '../../../../repositories/repository-reader.ts';
import { reaches } from '../../../../repositories/repository-policy.ts';

interface Named {
  organization: Organization;
  caller: Caller;
  params: { org: string; repo: string };
}

/** A repository of the team's own organization. @throws MosaicError `not_found`. */
export async function requireTeamRepository(
  { repositories }: Pick<ForgeContext, 'repositories'>,
  { organization, caller, params }: Named,
): Promise<Access> {
  const isOurs = params.org.toLowerCase() === organization.name.toLowerCase();
  const access = isOurs ? await repositories.reader.byName(caller, organization.name, params.repo) : null;
  if (access === null) throw new MosaicError('not_found', `${organization.name} has no such repository, or you may not see it.`);
  return access;
}

/** One that the caller administers. @throws MosaicError `not_found`, `forbidden`. */
export async function requireAdministeredRepository(context: Pick<ForgeContext, 'repositories'>, named: Named): Promise<Access> {
  const access = await requireTeamRepository(context, named);
  if (!reaches(access.level, 'admin')) throw new MosaicError('forbidden', `This needs admin access to ${access.repository.fullName}.`);
  return access;
}
