import { repoDeleteReleaseByTag } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { releaseOfTag } from './release-of-request.ts';

export const deleteReleaseByTag = implementInRepository(repoDeleteReleaseByTag, {
  grant: 'forge:repository:write',
  level: 'write',
  handle: async (request, context) => context.releases.writer.remove(request.repository, await releaseOfTag(context, request), request),
});
