import { repoGetArchive } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { sendArchive } from '../../../send-archive.ts';

/** The files of a branch, tag or commit. */
export const getArchive = implementInRepository(repoGetArchive, {
  grant: 'forge:repository:read',
  level: 'read',
  handle: (request, context) => sendArchive(context, { ...request, name: request.params['*'], paths: request.query.path }),
});
