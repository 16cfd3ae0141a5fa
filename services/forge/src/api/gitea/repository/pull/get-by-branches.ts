import { repoGetPullRequestByBaseHead } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';
import { namedHead } from './branches-of-request.ts';
import { presentOnePull, requirePulls } from './pull-of-request.ts';

export const getPullByBranches = implementInRepository(repoGetPullRequestByBaseHead, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ caller, repository, rights: { code: level }, params }, context) {
    requirePulls(repository);
    const named = await namedHead(context, { caller, repository, level }, params['*']);
    const head = { repositoryId: named.repository.id, branch: named.ref };
    const found = await context.issues.reader.pullBetween(repository.id, { base: params.base, head });
    if (found === null) throw new MosaicError('not_found', `${repository.fullName} has no pull request between these branches.`);
    return presentOnePull(context, { caller, repository, level }, found.number);
  },
});
