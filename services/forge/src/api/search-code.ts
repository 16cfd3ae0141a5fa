import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';

import { forgeOperation } from './forge-operation.ts';
import { RefText } from './ref-text.ts';

/** Native: lines of the repository's files that hold a text. Gitea has no API for it. */
export const searchCode = forgeOperation({
  method: 'GET',
  path: '/-/repositories/:owner/:repo/search',
  grant: 'forge:repository:read',
  anonymous: true,
  params: z.object({ owner: z.string().max(100), repo: z.string().max(110) }),
  query: z.object({ q: z.string().min(1).max(1_000), ref: RefText.default('') }),
  async handle({ caller, params, query }, { repositories, contents }) {
    const access = await repositories.reader.byName(caller, params.owner, params.repo);
    if (access === null) throw new MosaicError('not_found', 'There is no such repository, or you may not see it.');
    if (query.ref === '' && !(await contents.reader.hasDefaultBranch(access.repository))) return { matches: [], truncated: false };
    return contents.reader.search(access.repository, { ref: query.ref, text: query.q });
  },
});
