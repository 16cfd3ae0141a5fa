import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';
import { operation } from '@mosaic/platform/http';
import { permits, type Caller } from '@mosaic/platform/identity';

import { isTrustedService, repositoryMissing } from '../repositories/repository-policy.ts';
import { presentRepository } from './present/repository.ts';
import type { CiContext } from './context.ts';

/** `POST /api/repos?forge_remote_id=`: turns CI on; who administers the repository at the forge may. Again it answers the same. */
export const activateRepository = operation<CiContext>()({
  method: 'POST',
  path: '/repos',
  access: { grant: 'ci:repository:admin' },
  query: z.object({ forge_remote_id: z.coerce.number().int().min(1) }),
  handle: async ({ query, caller, traceId }, context) => {
    const found = await context.forge.repositoryById(query.forge_remote_id);
    if (found === null) throw repositoryMissing();
    await requireAdministrator(context, caller, { id: found.id, owner: found.owner.login, name: found.name });
    return presentRepository(await context.activation.activate(found, { actor: caller.login, traceId }));
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
