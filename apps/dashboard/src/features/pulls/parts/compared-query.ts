import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { repoCompareDiff } from '@mosaic/contracts/gitea';

import { forge } from '../../../api/clients.ts';
import { type BranchPair, pullKeys } from '../keys.ts';

/** What one branch has and the other has not; null where there is no such branch. `headId`: where the head stands. */
export const comparedQuery = (owner: string, repo: string, pair: BranchPair & { headId: string }) =>
  queryOptions({
    queryKey: pullKeys.compared(`${owner}/${repo}`, pair),
    queryFn: () => forge.callOrNull(repoCompareDiff, { owner, repo, basehead: `${pair.base}...${pair.head}` }),
    // What was typed beside it stays while commits are pushed.
    placeholderData: keepPreviousData,
  });
