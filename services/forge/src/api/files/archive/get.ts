import { z } from 'zod';

import { repoGetArchive } from '@mosaic/contracts/gitea';
import { operation } from '@mosaic/platform/http';

import type { ForgeContext } from '../../../context.ts';
import { sendArchive } from '../../send-archive.ts';
import { readable } from '../readable.ts';

/** The files of a branch, tag or commit, at the address that a tag tells. */
export const downloadArchive = operation<ForgeContext>()({
  method: 'GET',
  path: '/:owner/:repo/archive/*',
  access: 'anyone',
  params: z.object({ owner: z.string(), repo: z.string(), '*': z.string() }),
  query: repoGetArchive.query,
  async handle(request, context) {
    const { owner, repo, '*': name } = request.params;
    const { repository } = readable(request.caller, await context.repositories.reader.byName(request.caller, owner, repo));
    return sendArchive(context, { ...request, repository, name, paths: request.query.path });
  },
});
