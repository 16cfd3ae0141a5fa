import { createFork as datum } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeContext } from '../../../../context.ts';
import { mayCreateIn } from '../../../../organizations/organization-policy.ts';
import type { Organization } from '../../../../organizations/organization.ts';
import { mayCreateUnder } from '../../../../owners/owner-policy.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { presentCounted } from '../present-counted.ts';

/** Whoever may read it may fork it under their own name, or where they may make repositories. */
export const createFork = implementInRepository(datum, {
  grant: 'forge:repository:write',
  level: 'read',
  whileArchived: true,
  async handle({ repository, body, caller, cause }, context) {
    if (!mayCreateUnder(caller, caller.login))
      throw new MosaicError('forbidden', 'This token is limited to listed repositories; it makes no new one.');
    const organization = body.organization ? await organizationFor(context, caller, body.organization) : undefined;
    const wish = { name: body.name || repository.name, isNarrow: body.default_branch_only, organization };
    const fork = await context.repositories.creator.fork(caller, repository, wish, cause);
    return presentCounted(context, { caller, repository: fork, level: 'admin' });
  },
});

/** @throws MosaicError `invalid_input` for none that the caller may know of, as in Gitea, `forbidden`. */
async function organizationFor(
  { organizations }: Pick<ForgeContext, 'organizations'>,
  caller: Caller,
  name: string,
): Promise<Organization> {
  const access = await organizations.reader.byName(caller, name);
  if (access === null) throw new MosaicError('invalid_input', `organization: there is no organization "${name}".`);
  const { organization, seats } = access;
  if (!mayCreateIn(caller, organization, seats))
    throw new MosaicError('forbidden', `You may make no repository in ${organization.name}; ask one of its owners.`);
  return organization;
}
