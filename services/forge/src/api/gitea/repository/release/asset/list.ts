import { repoListReleaseAttachments } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../../forge-operation.ts';
import { presentAssets } from '../../../../../present/release.ts';
import { releaseOfRequest } from '../release-of-request.ts';

export const listAssets = implementInRepository(repoListReleaseAttachments, {
  grant: 'forge:repository:read',
  level: 'read',
  handle: async (request, context) => presentAssets(context.links, request.repository, await releaseOfRequest(context, request)),
});
