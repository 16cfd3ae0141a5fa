import { z } from 'zod';

import { operation } from '@mosaic/platform/http';

import type { ForgeContext } from '../../../context.ts';
import { noFile, readable } from '../readable.ts';
import { sendAsset } from '../send-asset.ts';

/** A file of a release by the name that nobody guesses. */
export const downloadAttachment = operation<ForgeContext>()({
  method: 'GET',
  path: '/attachments/:uuid',
  access: 'anyone',
  params: z.object({ uuid: z.string().max(100) }),
  async handle(request, context) {
    const found = await context.releases.reader.assetByUuid(request.params.uuid);
    if (found === null) throw noFile();
    const access = await context.repositories.reader.byId(request.caller, found.release.repositoryId);
    return sendAsset(context, { request, access: readable(request.caller, access), ...found });
  },
});
