import { repoEditReleaseAttachment } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../../forge-operation.ts';
import { presentAsset } from '../../../../../present/release.ts';
import { assetOfRequest } from '../release-of-request.ts';

export const editAsset = implementInRepository(repoEditReleaseAttachment, {
  grant: 'forge:repository:write',
  level: 'write',
  async handle(request, context) {
    const { repository, body, cause } = request;
    const { asset } = await assetOfRequest(context, request);
    await context.releases.assets.rename(repository, asset, body.name || asset.name, cause);
    return presentAsset(context.links, (await assetOfRequest(context, request)).asset);
  },
});
