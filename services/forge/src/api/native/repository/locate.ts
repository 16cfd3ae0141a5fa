import { locate as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../forge-operation.ts';

/** Native: what a page's address means. */
export const locate = implement(contract, {
  grant: 'forge:repository:read',
  anonymous: true,
  async handle({ caller, params }, { repositories, contents }) {
    const access = await repositories.reader.byName(caller, params.owner, params.repo);
    if (access === null || access.level === 'none')
      throw new MosaicError('not_found', 'There is no such repository, or you may not see it.');
    const [kind = '', ...tail] = params['*'].split('/');
    if (kind !== 'branch' && kind !== 'tag' && kind !== 'commit')
      throw new MosaicError('not_found', 'An address begins with "branch/", "tag/" or "commit/".');
    return contents.reader.locate(access.repository, kind, tail);
  },
});
