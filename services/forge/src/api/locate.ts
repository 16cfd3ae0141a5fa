import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';

import { forgeOperation } from './forge-operation.ts';

/**
 * Native: what a page's address means. "tag/rel/1.0/docs/a.md" → the tag "rel/1.0" and the path in it: both hold slashes, and only the
 * repository knows where the one ends. `ref` is the full name, which no branch or tag of another kind can be taken for.
 */
export const locate = forgeOperation({
  method: 'GET',
  path: '/-/repositories/:owner/:repo/at/*',
  grant: 'forge:repository:read',
  anonymous: true,
  params: z.object({ owner: z.string().max(100), repo: z.string().max(110), '*': z.string().max(5_000) }),
  async handle({ caller, params }, { repositories, contents }) {
    const access = await repositories.reader.byName(caller, params.owner, params.repo);
    if (access === null) throw new MosaicError('not_found', 'There is no such repository, or you may not see it.');
    const [kind = '', ...tail] = params['*'].split('/');
    if (kind !== 'branch' && kind !== 'tag' && kind !== 'commit')
      throw new MosaicError('not_found', 'An address begins with "branch/", "tag/" or "commit/".');
    return contents.reader.locate(access.repository, kind, tail);
  },
});
