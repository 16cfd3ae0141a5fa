import { repoGetContents } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentFound } from '../../../../present/contents.ts';

/** An array for a folder, an object with base64 content for a file. */
export const getContents = implementInRepository(repoGetContents, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, params, query }, { contents, links }) {
    const found = await contents.reader.at(repository, query.ref, params['*']);
    return presentFound(links, repository, found, query.ref === '' ? repository.defaultBranch : query.ref);
  },
});
