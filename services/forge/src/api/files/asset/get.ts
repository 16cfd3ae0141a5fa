import { z } from 'zod';

import { operation } from '@mosaic/platform/http';

import type { ForgeContext } from '../../../context.ts';
import { noFile, readable } from '../readable.ts';
import { sendAsset } from '../send-asset.ts';

/** A file of a release by its name; `latest` is the newest release, unless a tag is called so. */
export const downloadAsset = operation<ForgeContext>()({
  method: 'GET',
  path: '/:owner/:repo/releases/download/*',
  access: 'anyone',
  params: z.object({ owner: z.string(), repo: z.string(), '*': z.string() }),
  async handle(request, context) {
    const { owner, repo, '*': rest } = request.params;
    const access = readable(request.caller, await context.repositories.reader.byName(request.caller, owner, repo));
    const at = rest.lastIndexOf('/');
    const [tag, name] = [rest.slice(0, Math.max(0, at)), rest.slice(at + 1)];
    const { id } = access.repository;
    const named = await context.releases.reader.byTag(id, tag);
    const release = named ?? (tag === 'latest' ? await context.releases.reader.latest(id) : null);
    const asset = release?.assets.find((one) => one.name === name);
    if (release === null || asset === undefined) throw noFile();
    return sendAsset(context, { request, access, release, asset });
  },
});
