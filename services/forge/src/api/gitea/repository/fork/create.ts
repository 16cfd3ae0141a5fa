import { createFork as datum } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { mayCreateUnder } from '../../../../owners/owner-policy.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { presentCounted } from '../present-counted.ts';

/** Whoever may read it may fork it under their own name. */
export const createFork = implementInRepository(datum, {
  grant: 'forge:repository:write',
  level: 'read',
  whileArchived: true,
  async handle({ repository, body, caller, cause }, context) {
    if (!mayCreateUnder(caller, caller.login))
      throw new MosaicError('forbidden', 'This token is limited to listed repositories; it makes no new one.');
    const wish = { name: body.name || repository.name, isNarrow: body.default_branch_only };
    const fork = await context.repositories.creator.fork(caller, repository, wish, cause);
    return presentCounted(context, { caller, repository: fork, level: 'admin' });
  },
});
