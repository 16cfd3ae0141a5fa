import { repoCreateRelease } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentRelease } from '../../../../present/release.ts';
import { deletedMeanwhile } from '../../../../repositories/deleted-meanwhile.ts';
import { requireReleases } from './release-of-request.ts';

export const createRelease = implementInRepository(repoCreateRelease, {
  grant: 'forge:repository:write',
  level: 'write',
  async handle({ repository, body, caller, cause }, { releases, links }) {
    requireReleases(repository);
    const { tag_name: tag, target_commitish: target, name: title, tag_message: tagMessage, body: notes, draft, prerelease } = body;
    const wanted = { tag, target, title, tagMessage, body: notes, draft, prerelease };
    const id = await releases.writer.create(repository, wanted, { caller, email: links.noreply(caller.login), cause });
    const made = await releases.reader.byId(repository.id, id);
    if (made === null) throw deletedMeanwhile();
    return presentRelease(links, repository, made);
  },
});
