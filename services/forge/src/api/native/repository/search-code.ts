import { searchCode as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../forge-operation.ts';

/** Native: lines of the repository's files that hold a text. Gitea has no API for it. */
export const searchCode = implement(contract, {
  grant: 'forge:repository:read',
  anonymous: true,
  async handle({ caller, params, query }, { repositories, contents }) {
    const access = await repositories.reader.byName(caller, params.owner, params.repo);
    if (access === null || access.level === 'none')
      throw new MosaicError('not_found', 'There is no such repository, or you may not see it.');
    if (query.ref === '' && !(await contents.reader.hasDefaultBranch(access.repository))) return { matches: [], truncated: false };
    return contents.reader.search(access.repository, { ref: query.ref, text: query.q });
  },
});
