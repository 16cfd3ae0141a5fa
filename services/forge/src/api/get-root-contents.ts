import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';
import { presentContents } from './present/contents.ts';

export const getRootContents = repositoryOperation({
  method: 'GET',
  path: '/contents',
  grant: 'forge:repository:read',
  level: 'read',
  query: z.object({ ref: z.string().max(300).default('') }),
  async handle({ repository, query }, { contents, links }) {
    const ref = query.ref === '' ? repository.defaultBranch : query.ref;
    const found = await contents.reader.at(repository, ref, '');
    return Array.isArray(found) ? found.map((entry) => presentContents(links, repository, entry, { ref })) : [];
  },
});
