import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';
import { presentFound } from './present/contents.ts';
import { RefText } from './ref-text.ts';

/** An array for a folder, an object with base64 content for a file. */
export const getContents = repositoryOperation({
  method: 'GET',
  path: '/contents/*',
  grant: 'forge:repository:read',
  level: 'read',
  params: z.object({ '*': z.string() }),
  query: z.object({ ref: RefText.default('') }),
  async handle({ repository, params, query }, { contents, links }) {
    const found = await contents.reader.at(repository, query.ref, params['*']);
    return presentFound(links, repository, found, query.ref === '' ? repository.defaultBranch : query.ref);
  },
});
