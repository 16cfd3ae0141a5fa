import { postRepos } from '@mosaic/contracts/woodpecker';
import { MosaicError } from '@mosaic/platform/errors';
import { permits, type Caller } from '@mosaic/platform/identity';

import { isTrustedService, repositoryMissing } from '../repositories/repository-policy.ts';
import { presentRepository } from './present/repository.ts';
import { implement } from './ci-operation.ts';
import type { CiContext } from './context.ts';

export const activateRepository = implement(postRepos, {
  access: { grant: 'ci:repository:admin' },
  handle: async ({ query, caller, cause }, context) => {
    const found = await context.forge.repositoryById(query.forge_remote_id);
    if (found === null) throw repositoryMissing();
    await requireAdministrator(context, caller, { id: found.id, owner: found.owner.login, name: found.name });
    return presentRepository(await context.activation.activate(found, cause));
  },
});

/** The repository may have no row here yet. */
async function requireAdministrator(
  context: CiContext,
  caller: Caller,
  { id, owner, name }: { id: number; owner: string; name: string },
): Promise<void> {
  if (caller.repositories !== null && !caller.repositories.includes(id)) throw repositoryMissing();
  if (isTrustedService(caller)) return;
  const { pull, admin } = await context.access.permissions(caller, { forge_id: id, owner, name });
  if (!pull) throw repositoryMissing();
  if (!admin || !permits(caller, 'ci:repository:admin'))
    throw new MosaicError('forbidden', `You must administer ${owner}/${name} to turn CI on for it. Ask its owner.`);
}
