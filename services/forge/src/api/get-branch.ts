import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';

import { repositoryOperation } from './forge-operation.ts';
import { presentBranch } from './present/commit.ts';
import { RefText } from './ref-text.ts';

/** Slashes in the name may be encoded or not (forge contract 2.5). */
export const getBranch = repositoryOperation({
  method: 'GET',
  path: '/branches/*',
  grant: 'forge:repository:read',
  level: 'read',
  params: z.object({ '*': RefText }),
  async handle({ repository, params }, { contents, links }) {
    const name = params['*'];
    const ref = await contents.reader.ref(repository, `refs/heads/${name}`);
    if (ref === null) throw new MosaicError('not_found', `There is no branch "${name}".`);
    return presentBranch(links, repository, name, await contents.reader.commit(repository, ref.commitId));
  },
});
