import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { getDivergence } from '@mosaic/contracts/mosaic';

import { forgeExtras } from '../../api/clients.ts';
import { type BranchPair, pullKeys } from '../../features/pulls/keys.ts';

/** How far two branches have parted, and whether they merge; null where the forge does not tell, or there is no such branch. */
export const divergenceQuery = (owner: string, repo: string, pair: BranchPair & { headId: string }) =>
  queryOptions({
    queryKey: pullKeys.parted(`${owner}/${repo}`, pair),
    queryFn: () => forgeExtras.callOrNull(getDivergence, { owner, repo, query: { base: pair.base, head: pair.head } }),
    placeholderData: keepPreviousData,
  });
