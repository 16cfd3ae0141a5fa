import { repoGetContentsList } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentFound } from '../../../../present/contents.ts';

/** The members of the root; none while the default branch has not been pushed. */
export const getRootContents = implementInRepository(repoGetContentsList, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, query }, { contents, links }) {
    if (query.ref === '' && !(await contents.reader.hasDefaultBranch(repository))) return [];
    const found = await contents.reader.at(repository, query.ref, '');
    return presentFound(links, repository, found, query.ref === '' ? repository.defaultBranch : query.ref);
  },
});
