import type { createCurrentUserRepo } from '@mosaic/contracts/gitea';
import type { Cause } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';
import type { z } from 'zod';

import { initialFiles } from '../../../contents/initial-files.ts';
import type { ForgeContext } from '../../../context.ts';
import { DEFAULT_LABELS } from '../../../issues/default-labels.ts';
import type { Organization } from '../../../organizations/organization.ts';
import { presentRepository } from '../../../present/repository.ts';

export type RepositoryWish = z.output<typeof createCurrentUserRepo.body>;

/** Makes a repository as a request wishes it, under the caller's own name or an organization's. */
export async function makeRepository(
  { repositories, contents, issues, links }: Pick<ForgeContext, 'repositories' | 'contents' | 'issues' | 'links'>,
  { wish, organization, caller, cause }: { wish: RepositoryWish; organization?: Organization; caller: Caller; cause: Cause },
) {
  const wanted = { ...wish, organization, defaultBranch: wish.default_branch === '' ? 'main' : wish.default_branch };
  const repository = await repositories.creator.create(caller, wanted, cause);
  if (wish.issue_labels !== '') await issues.writer.addLabels(repository, DEFAULT_LABELS);
  if (!wish.auto_init) return presentRepository(links, repository, 'admin');
  const change = { branch: repository.defaultBranch, files: initialFiles(repository), message: 'Initial commit' };
  await contents.writer.commit(repository, change, { caller, email: links.noreply(caller.login), cause });
  return presentRepository(links, { ...repository, empty: false }, 'admin');
}
