import { repoPullRequestIsMerged } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';
import { requirePull } from './pull-of-request.ts';

export const isPullMerged = implementInRepository(repoPullRequestIsMerged, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, params }, context) {
    const { pull } = await requirePull(context, repository, params.index);
    if (pull.merged === null) throw new MosaicError('not_found', 'The pull request is not merged.');
  },
});
