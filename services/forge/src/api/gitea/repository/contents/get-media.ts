import { buffer } from 'node:stream/consumers';

import { repoGetRawFileOrLFS } from '@mosaic/contracts/gitea';

import { POINTER_MAX, readPointer } from '../../../../lfs/lfs-object.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { sendFile } from '../../../../present/send-file.ts';
import { typedBody } from './typed-body.ts';

/** A file's bytes at a branch, tag or commit; of one that git holds a pointer of, those that it points to. */
export const getRawFileOrLfs = implementInRepository(repoGetRawFileOrLFS, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, params, query, raw, reply, gone }, { contents, lfs }) {
    const { entry, open } = await contents.reader.raw(repository, query.ref, params['*']);
    reply.header('x-gitea-object-type', entry.kind);
    const pointer = entry.size < POINTER_MAX ? readPointer((await buffer(await open(gone()))).toString()) : null;
    const object = pointer === null ? null : await lfs.find(repository.id, pointer.oid);
    if (object === null)
      return sendFile(raw, reply, { id: entry.id, size: entry.size, open: async () => typedBody(entry.name, await open(gone())) });
    return sendFile(raw, reply, {
      id: object.oid,
      size: object.size,
      open: async () => typedBody(entry.name, await lfs.files.open(object.oid)),
    });
  },
});
