import { repoGetPullRequestByBaseHead } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';
import { headBranch } from './branches-of-request.ts';
import { presentOnePull, requirePulls } from './pull-of-request.ts';

export const getPullByBranches = implementInRepository(repoGetPullRequestByBaseHead, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, level, params }, context) {
    requirePulls(repository);
    const head = { repositoryId: repository.id, branch: headBranch(repository, params['*']) };
    const found = await context.issues.reader.pullBetween(repository.id, { base: params.base, head });
    if (found === null) throw new MosaicError('not_found', `${repository.fullName} has no pull request between these branches.`);
    return presentOnePull(context, { repository, level }, found.number);
  },
});
