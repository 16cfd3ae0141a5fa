import { repoGetLatestRelease } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentRelease } from '../../../../present/release.ts';
import { MosaicError } from '@mosaic/platform/errors';
import { requireReleases } from './release-of-request.ts';

export const getLatestRelease = implementInRepository(repoGetLatestRelease, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository }, { releases, links }) {
    requireReleases(repository);
    const latest = await releases.reader.latest(repository.id);
    if (latest === null) throw new MosaicError('not_found', 'There is no release yet.');
    return presentRelease(links, repository, latest);
  },
});
