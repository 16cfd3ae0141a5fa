import { repoListReleases } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';
import { presentRelease } from '../../../../present/release.ts';
import { requireReleases, seesDrafts } from './release-of-request.ts';

export const listReleases = implementInRepository(repoListReleases, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle(request, { releases, links }) {
    const { repository, query } = request;
    requireReleases(repository);
    const { draft, 'pre-release': prerelease, q, limit } = query;
    const narrowed = { draft, prerelease, q, seesDrafts: seesDrafts(request), offset: offsetOf(query), limit };
    const { items, total } = await releases.reader.list({ repositoryId: repository.id, ...narrowed });
    sendPageHeaders(request, { total, publicUrl: links.publicUrl });
    return items.map((release) => presentRelease(links, repository, release));
  },
});
