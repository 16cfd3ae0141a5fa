import { repoDeleteRelease } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { releaseOfRequest } from './release-of-request.ts';

export const deleteRelease = implementInRepository(repoDeleteRelease, {
  grant: 'forge:repository:write',
  level: 'write',
  handle: async (request, context) => context.releases.writer.remove(request.repository, await releaseOfRequest(context, request), request),
});
