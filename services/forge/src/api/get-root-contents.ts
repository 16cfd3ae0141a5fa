import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';
import { presentFound } from './present/contents.ts';
import { RefText } from './ref-text.ts';

/** The members of the root; none while the default branch has not been pushed. */
export const getRootContents = repositoryOperation({
  method: 'GET',
  path: '/contents',
  grant: 'forge:repository:read',
  level: 'read',
  query: z.object({ ref: RefText.default('') }),
  async handle({ repository, query }, { contents, links }) {
    if (query.ref === '' && !(await contents.reader.hasDefaultBranch(repository))) return [];
    const found = await contents.reader.at(repository, query.ref, '');
    return presentFound(links, repository, found, query.ref === '' ? repository.defaultBranch : query.ref);
  },
});
