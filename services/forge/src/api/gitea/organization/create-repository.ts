import { createOrgRepo, createOrgRepoDeprecated } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeContext } from '../../../context.ts';
import { mayCreateIn } from '../../../organizations/organization-policy.ts';
import { implement } from '../../forge-operation.ts';
import { requireOrganization } from '../../organization-operation.ts';
import { makeRepository, type RepositoryWish } from '../repository/make-repository.ts';

export const createOrgRepository = implement(createOrgRepo, {
  grant: 'forge:repository:write',
  handle: ({ params, body, caller, cause }, context) => make(context, { org: params.org, body, caller, cause }),
});

/** The same at its former path. */
export const createOrgRepositoryFormerly = implement(createOrgRepoDeprecated, {
  grant: 'forge:repository:write',
  handle: ({ params, body, caller, cause }, context) => make(context, { org: params.org, body, caller, cause }),
});

async function make(
  context: ForgeContext,
  { org, body, caller, cause }: { org: string; body: RepositoryWish; caller: Caller; cause: Cause },
) {
  const { organization, seats } = await requireOrganization(context, caller, org);
  if (!mayCreateIn(caller, organization, seats))
    throw new MosaicError('forbidden', `You may make no repository in ${organization.name}; ask one of its owners.`);
  return makeRepository(context, { wish: body, organization, caller, cause });
}
