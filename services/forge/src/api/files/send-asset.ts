import { Readable } from 'node:stream';

import type { FastifyReply } from 'fastify';

import type { Request } from '@mosaic/platform/http';

import { downloadTypeOf } from '../../contents/media-type.ts';
import type { ForgeContext } from '../../context.ts';
import type { Asset, Release } from '../../releases/release.ts';
import type { Access } from '../../repositories/repository-reader.ts';
import { seesDrafts } from '../gitea/repository/release/release-of-request.ts';
import { sendAsDownload, sendFile } from '../../present/send-file.ts';
import { noFile } from './readable.ts';

interface Asked {
  request: Request<unknown, unknown, unknown>;
  access: Access;
  release: Release;
  asset: Asset;
}

/** Answers a file of a release, and counts it where it begins at its beginning. @throws MosaicError `not_found` for who may not see it. */
export async function sendAsset(
  { releases }: Pick<ForgeContext, 'releases'>,
  { request: { raw, reply, caller }, access, release, asset }: Asked,
): Promise<FastifyReply> {
  if (!access.repository.hasReleases || (release.draft && !seesDrafts({ caller, ...access }))) throw noFile();
  sendAsDownload(reply, asset.name);
  const type = downloadTypeOf(asset.name);
  return sendFile(raw, reply, {
    id: asset.uuid,
    size: asset.size,
    async open(part) {
      if (raw.method === 'HEAD') return { type, body: Readable.from([]), isPart: true };
      if (part === undefined) await releases.assets.countDownload(asset);
      return { type, body: await releases.assets.open(asset, part), isPart: true };
    },
  });
}
