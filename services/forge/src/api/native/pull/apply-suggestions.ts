import { applySuggestions as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../forge-operation.ts';
import { requireHeadToWrite } from '../../gitea/repository/pull/head-of-request.ts';
import { contributor } from '../../gitea/repository/pull/pull-of-request.ts';
import { pullOfAddress } from './pull-of-address.ts';

/** Native: what reviewers suggest becomes a commit. */
export const applySuggestions = implement(contract, {
  grant: 'forge:repository:write',
  async handle(request, context) {
    const { caller, params, body } = request;
    const { repository, rights, issue } = await pullOfAddress(context, caller, params);
    if (repository.archived) throw new MosaicError('forbidden', `${repository.fullName} is archived; unarchive it first.`);
    const head = await requireHeadToWrite(context, { caller, rights }, issue);
    const commit = await context.reviews.applier.apply({ repository, issue, head }, body, contributor(context, request));
    return { commit };
  },
});
