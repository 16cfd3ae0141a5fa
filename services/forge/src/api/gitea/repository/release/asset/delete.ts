import { repoDeleteReleaseAttachment } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../../forge-operation.ts';
import { assetOfRequest } from '../release-of-request.ts';

export const deleteAsset = implementInRepository(repoDeleteReleaseAttachment, {
  grant: 'forge:repository:write',
  level: 'write',
  async handle(request, context) {
    const { asset } = await assetOfRequest(context, request);
    await context.releases.assets.remove(request.repository, asset, request.cause);
  },
});
