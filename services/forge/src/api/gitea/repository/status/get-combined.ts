import { repoGetCombinedStatusByRef } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { pageOf } from '../../paging.ts';
import { presentCombined } from '../../../../present/status.ts';

export const getCombinedStatus = implementInRepository(repoGetCombinedStatusByRef, {
  grant: 'forge:status:read',
  level: 'read',
  async handle({ repository, level, params, query }, { contents, statuses, links }) {
    const sha = await contents.reader.commitId(repository, params.ref);
    const latest = await statuses.reader.latest(repository.id, sha);
    return presentCombined(links, { repository, level }, { sha, latest, shown: pageOf(latest, query) });
  },
});
