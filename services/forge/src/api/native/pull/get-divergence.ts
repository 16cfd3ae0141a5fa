import { getDivergence as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import type { RefAt } from '../../../contents/content-reader.ts';
import { implement } from '../../forge-operation.ts';
import { namedHead } from '../../gitea/repository/pull/branches-of-request.ts';

/** Native: what a pull request of two branches would meet. */
export const getDivergence = implement(contract, {
  grant: 'forge:repository:read',
  anonymous: true,
  async handle({ caller, params, query }, context) {
    const access = await context.repositories.reader.byName(caller, params.owner, params.repo);
    if (access === null || access.level === 'none')
      throw new MosaicError('not_found', 'There is no such repository, or you may not see it.');
    const head = await namedHead(context, { caller, ...access }, query.head);
    const [into, from] = [{ repository: access.repository, ref: query.base }, head].map(({ repository, ref }) => ({
      repository,
      ref: ref || repository.defaultBranch,
    })) as [RefAt, RefAt];
    return context.contents.reader.divergence(into, from);
  },
});
