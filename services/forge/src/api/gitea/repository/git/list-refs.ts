import { repoListAllGitRefs } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentRef } from '../../../../present/tag.ts';

export const listRefs = implementInRepository(repoListAllGitRefs, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository }, { contents, links }) {
    return (await contents.reader.refs(repository, 'refs/')).map((ref) => presentRef(links, repository, ref));
  },
});
