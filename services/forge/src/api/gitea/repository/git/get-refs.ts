import { repoListGitRefs } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentRef } from '../../../../present/tag.ts';

/** All refs whose names begin so ("heads/main"): a list for one too, as Gitea sends it; 404 when there is none. */
export const getRefs = implementInRepository(repoListGitRefs, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, params }, { contents, links }) {
    const name = `refs/${params['*']}`;
    const found = (await contents.reader.refs(repository, 'refs/')).filter(({ ref }) => ref.startsWith(name));
    if (found.length === 0) throw new MosaicError('not_found', `The repository has no ref ${JSON.stringify(name.slice(0, 200))}.`);
    return found.map((ref) => presentRef(links, repository, ref));
  },
});
