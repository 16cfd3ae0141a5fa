import { z } from 'zod';

import { OptionalPaging } from '@mosaic/contracts/gitea';

import { repositoryOperation } from './forge-operation.ts';
import { presentCombined } from './present/status.ts';
import { RefText } from './ref-text.ts';

export const getCombinedStatus = repositoryOperation({
  method: 'GET',
  path: '/commits/:ref/status',
  grant: 'forge:status:read',
  level: 'read',
  params: z.object({ ref: RefText }),
  /** All contexts where no page is asked for. */
  query: OptionalPaging,
  async handle({ repository, level, params, query }, { contents, statuses, links }) {
    const sha = await contents.reader.commitId(repository, params.ref);
    return presentCombined(links, { repository, level }, { sha, latest: await statuses.reader.latest(repository.id, sha), page: query });
  },
});
