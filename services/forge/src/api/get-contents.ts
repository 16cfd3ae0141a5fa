import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';
import { presentContents } from './present/contents.ts';

/** An array for a folder, an object with base64 content for a file. */
export const getContents = repositoryOperation({
  method: 'GET',
  path: '/contents/*',
  grant: 'forge:repository:read',
  level: 'read',
  params: z.object({ '*': z.string() }),
  query: z.object({ ref: z.string().max(300).default('') }),
  async handle({ repository, params, query }, { contents, links }) {
    const ref = query.ref === '' ? repository.defaultBranch : query.ref;
    const found = await contents.reader.at(repository, ref, params['*']);
    if (Array.isArray(found)) return found.map((entry) => presentContents(links, repository, entry, { ref }));
    return presentContents(links, repository, found.entry, { ref, content: found.content });
  },
});
