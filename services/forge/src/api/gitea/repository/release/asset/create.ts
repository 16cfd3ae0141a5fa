import { repoCreateReleaseAttachment } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../../forge-operation.ts';
import { presentAsset } from '../../../../../present/release.ts';
import { readUpload } from '../../../../read-upload.ts';
import { releaseOfRequest } from '../release-of-request.ts';

export const createAsset = implementInRepository(repoCreateReleaseAttachment, {
  grant: 'forge:repository:write',
  level: 'write',
  async handle(request, context) {
    const { repository, query, raw, cause } = request;
    const release = await releaseOfRequest(context, request);
    const asset = await readUpload(raw, { member: 'attachment', name: query.name }, (file) =>
      context.releases.assets.add(repository, release, file, cause),
    );
    return presentAsset(context.links, asset);
  },
});
