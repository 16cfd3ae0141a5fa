import { queryOptions } from '@tanstack/react-query';

import { repoGetPullRequestByBaseHead } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { type BranchPair, pullKeys } from '../../features/pulls/keys.ts';

/** The newest pull request of two branches; null where there is none. */
export const betweenQuery = (owner: string, repo: string, { base, head }: BranchPair) =>
  queryOptions({
    queryKey: pullKeys.between(`${owner}/${repo}`, { base, head }),
    queryFn: () => forge.callOrNull(repoGetPullRequestByBaseHead, { owner, repo, base, head }),
  });
