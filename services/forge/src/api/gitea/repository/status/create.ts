import { repoCreateStatus } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { maySetStatus } from '../../../../statuses/status-policy.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { presentStatus } from '../../../../present/status.ts';

export const createStatus = implementInRepository(repoCreateStatus, {
  grant: 'forge:status:write',
  level: 'read',
  async handle({ repository, level, params, body, caller, cause }, { contents, statuses, links }) {
    if (!maySetStatus(caller, level)) throw new MosaicError('forbidden', `This needs write access to ${repository.fullName}.`);
    const sha = await contents.reader.commitId(repository, params.sha);
    const { target_url: targetUrl, ...status } = body;
    return presentStatus(links, repository, await statuses.writer.add(repository, { ...status, targetUrl, sha, creator: caller }, cause));
  },
});
