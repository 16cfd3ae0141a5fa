import { viewPulls as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { presentPullViews } from '../../../present/pull-views.ts';
import { implement } from '../../forge-operation.ts';

/** Native: how the pull requests of a list stand, where Gitea's contract would be asked for each. */
export const viewPulls = implement(contract, {
  grant: 'forge:repository:read',
  anonymous: true,
  async handle({ caller, params: { owner, repo }, query }, { repositories, reviews, statuses }) {
    const access = await repositories.reader.byName(caller, owner, repo);
    if (access === null || access.rights.pulls === 'none')
      throw new MosaicError('not_found', 'There is no such repository, or you may not see it.');
    const { id } = access.repository;
    const pulls = await reviews.reader.verdicts(id, query.numbers);
    const latest = await statuses.reader.latestOf(
      id,
      pulls.map(({ headId }) => headId),
    );
    return presentPullViews(pulls, latest);
  },
});
