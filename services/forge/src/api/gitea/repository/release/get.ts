import { repoGetRelease } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentRelease } from '../../../../present/release.ts';
import { releaseOfRequest } from './release-of-request.ts';

export const getRelease = implementInRepository(repoGetRelease, {
  grant: 'forge:repository:read',
  level: 'read',
  handle: async (request, context) => presentRelease(context.links, request.repository, await releaseOfRequest(context, request)),
});
