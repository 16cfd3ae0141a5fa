import { repoUpdatePullRequest } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { mayUpdateHead } from '../../../../pulls/pull-policy.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { contributor, requireHead, requirePull } from './pull-of-request.ts';

export const updatePull = implementInRepository(repoUpdatePullRequest, {
  grant: 'forge:repository:write',
  level: 'read',
  async handle(request, context) {
    const { caller, repository, rights, params, query } = request;
    const issue = await requirePull(context, repository, params.index);
    const head = await requireHead(context, issue);
    const seen = await context.repositories.reader.byId(caller, head.repository.id);
    if (!mayUpdateHead({ head: seen?.level ?? 'none', base: rights.code }, issue.pull))
      throw new MosaicError('forbidden', 'This needs write access to the branch that it comes from.');
    if (head.repository.archived) throw new MosaicError('forbidden', 'The repository that it comes from is archived.');
    if (query.style === 'rebase' && !repository.merging.rebaseUpdate)
      throw new MosaicError('forbidden', `${repository.fullName} lets no head be rebased; bring it up to date by a merge.`);
    const sides = { base: { repository, branch: issue.pull.base }, head };
    await context.pulls.updater.update(issue, sides, query.style, contributor(context, request));
  },
});
