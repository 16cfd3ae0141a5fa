import { repoUpdatePullRequest } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';
import { requireHeadToWrite } from './head-of-request.ts';
import { contributor, requirePull } from './pull-of-request.ts';

export const updatePull = implementInRepository(repoUpdatePullRequest, {
  grant: 'forge:repository:write',
  level: 'read',
  async handle(request, context) {
    const { caller, repository, rights, params, query } = request;
    const issue = await requirePull(context, repository, params.index);
    const head = await requireHeadToWrite(context, { caller, rights }, issue);
    if (query.style === 'rebase' && !repository.merging.rebaseUpdate)
      throw new MosaicError('forbidden', `${repository.fullName} lets no head be rebased; bring it up to date by a merge.`);
    const sides = { base: { repository, branch: issue.pull.base }, head };
    await context.pulls.updater.update(issue, sides, query.style, contributor(context, request));
  },
});
