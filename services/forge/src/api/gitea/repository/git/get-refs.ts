import { repoListGitRefs } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentRef } from '../../../../present/tag.ts';

/** The one ref of this name ("heads/main"), else all whose names begin with it (Gitea's rule); 404 when there is none. */
export const getRefs = implementInRepository(repoListGitRefs, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, params }, { contents, links }) {
    const name = `refs/${params['*']}`;
    const exact = await contents.reader.ref(repository, name);
    if (exact !== null) return presentRef(links, repository, exact);
    const found = (await contents.reader.refs(repository, 'refs/')).filter(({ ref }) => ref.startsWith(name));
    if (found.length === 0) throw new MosaicError('not_found', `The repository has no ref ${JSON.stringify(name.slice(0, 200))}.`);
    return found.map((ref) => presentRef(links, repository, ref));
  },
});
