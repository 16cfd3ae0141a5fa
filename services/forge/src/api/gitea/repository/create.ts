import { createCurrentUserRepo } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../forge-operation.ts';
import { mayCreateUnder } from '../../../owners/owner-policy.ts';
import { makeRepository } from './make-repository.ts';

/** Creates a repository under the caller's own name. */
export const createRepository = implement(createCurrentUserRepo, {
  grant: 'forge:repository:write',
  async handle({ body, caller, cause }, context) {
    if (!mayCreateUnder(caller, caller.login))
      throw new MosaicError('forbidden', 'This token is limited to listed repositories; it makes no new one.');
    return makeRepository(context, { wish: body, caller, cause });
  },
});
