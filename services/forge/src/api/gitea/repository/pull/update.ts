import { repoUpdatePullRequest } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';
import { contributor, requirePull } from './pull-of-request.ts';

export const updatePull = implementInRepository(repoUpdatePullRequest, {
  grant: 'forge:repository:write',
  level: 'write',
  async handle(request, context) {
    const { repository, params, query } = request;
    const issue = await requirePull(context, repository, params.index);
    if (query.style === 'rebase' && !repository.merging.rebaseUpdate)
      throw new MosaicError('forbidden', `${repository.fullName} lets no head be rebased; bring it up to date by a merge.`);
    await context.pulls.merger.update(repository, issue, query.style, contributor(context, request));
  },
});
