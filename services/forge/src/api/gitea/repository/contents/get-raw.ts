import { repoGetRawFile } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { sendFile } from '../../../../present/send-file.ts';
import { typedBody } from './typed-body.ts';

/** A file's bytes at a branch, tag or commit. */
export const getRawFile = implementInRepository(repoGetRawFile, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, params, query, raw, reply, gone }, { contents }) {
    const { entry, open } = await contents.reader.raw(repository, query.ref, params['*']);
    reply.header('x-gitea-object-type', entry.kind);
    return sendFile(raw, reply, {
      id: entry.id,
      size: entry.size,
      open: async () => typedBody(entry.name, await open(gone())),
    });
  },
});
