import { repoGetReleaseByTag } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentRelease } from '../../../../present/release.ts';
import { releaseOfTag } from './release-of-request.ts';

export const getReleaseByTag = implementInRepository(repoGetReleaseByTag, {
  grant: 'forge:repository:read',
  level: 'read',
  handle: async (request, context) => presentRelease(context.links, request.repository, await releaseOfTag(context, request)),
});
