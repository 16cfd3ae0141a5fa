import { repoEditRelease } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentRelease } from '../../../../present/release.ts';
import { releaseOfRequest } from './release-of-request.ts';

export const editRelease = implementInRepository(repoEditRelease, {
  grant: 'forge:repository:write',
  level: 'write',
  async handle(request, context) {
    const { repository, body, caller, cause } = request;
    const { releases, links } = context;
    const release = await releaseOfRequest(context, request);
    const change = {
      tag: body.tag_name || release.tag,
      target: body.target_commitish || release.target,
      title: body.name || release.title,
      body: body.body || release.body,
      draft: body.draft ?? release.draft,
      prerelease: body.prerelease ?? release.prerelease,
    };
    await releases.writer.edit(repository, release, change, { caller, email: links.noreply(caller.login), cause });
    return presentRelease(links, repository, await releaseOfRequest(context, request));
  },
});
