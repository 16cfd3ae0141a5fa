import { repoGetReleaseAttachment } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../../forge-operation.ts';
import { presentAsset } from '../../../../../present/release.ts';
import { assetOfRequest } from '../release-of-request.ts';

export const getAsset = implementInRepository(repoGetReleaseAttachment, {
  grant: 'forge:repository:read',
  level: 'read',
  handle: async (request, context) => presentAsset(context.links, (await assetOfRequest(context, request)).asset),
});
