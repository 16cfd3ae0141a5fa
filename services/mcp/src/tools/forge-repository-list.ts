import { forgeRepositoryList } from '@mosaic/contracts/mosaic';
import { repoSearch } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { isPlatform, reaches } from '../access/access-policy.ts';
import { readTool } from './tool.ts';

/** Repositories as the forge shows them to the caller. */
export const forgeRepositoryListTool = readTool(forgeRepositoryList, async ({ page, limit }, { gitea, caller, publicUrl }) => {
  const asked = gitea.callPage(repoSearch, { query: { page, limit } }, isPlatform(caller) ? {} : { sudo: caller.login });
  const found = await asked.catch((cause: unknown) => {
    throw new MosaicError('unavailable', 'The forge does not answer as it should. Try again shortly.', { cause });
  });
  return {
    repositories: found.items
      .filter((repository) => reaches(caller, repository.id))
      .map((repository) => ({
        repository: repository.full_name,
        private: repository.private,
        defaultBranch: repository.default_branch,
        url: `${publicUrl}/${repository.full_name}`,
      })),
  };
});
