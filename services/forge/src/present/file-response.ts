import type { Commit } from '@mosaic/engines/git';

import type { ForgeContext } from '../context.ts';
import type { Repository } from '../repositories/repository.ts';
import { presentCommit } from './commit.ts';
import { presentContents } from './contents.ts';

/** Gitea's FileResponse: the file as it is after the commit (null when deleted), and the commit. */
export async function presentFileResponse(
  { contents, links }: Pick<ForgeContext, 'contents' | 'links'>,
  repository: Repository,
  { branch, commitId, path }: { branch: string; commitId: string; path: string | null },
) {
  const commit: Commit = await contents.reader.commit(repository, commitId);
  const found = path === null ? null : await contents.reader.at(repository, commitId, path);
  const { commit: told, ...rest } = presentCommit(links, repository, commit, null);
  const { verification, ...shown } = told;
  return {
    content:
      found === null || found.members !== null
        ? null
        : presentContents(links, repository, found.entry, {
            ref: branch,
            // The commit was read, and it is the branch's newest.
            at: { kind: 'branch', name: branch, commitId },
            content: found.content,
            submodules: found.submodules,
          }),
    commit: { ...rest, ...shown },
    verification,
  };
}
