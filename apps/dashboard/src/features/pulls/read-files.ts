import type { QueryClient } from '@tanstack/react-query';

import type { PullRequest } from '@mosaic/contracts/gitea';

import { pullChangeQuery, pullChangesQuery } from './change-queries.ts';
import { bareReason, filesOfList, foldReason } from './parts/pull-file.ts';
import { rangeOf } from './queries.ts';
import { reviewsQuery } from './review-queries.ts';

/** What the page of the files begins with: which they are, what is said of them, and the lines of the first one. */
export async function readFiles(
  { owner, repo, number }: { owner: string; repo: string; number: number },
  client: QueryClient,
  pull: Promise<PullRequest>,
): Promise<void> {
  const said = client.ensureQueryData(reviewsQuery(owner, repo, number));
  const range = rangeOf(await pull);
  const { listed } = await client.ensureQueryData(pullChangesQuery(owner, repo, range));
  const [first] = listed === null ? [] : filesOfList(listed);
  // As it is drawn: what is folded away waits until somebody opens it.
  if (first !== undefined && bareReason(first) === null && foldReason(first) === null) {
    const asked = { path: first.path, former: first.formerPath ?? '', space: 'keep', isWhole: false } as const;
    await client.ensureQueryData(pullChangeQuery(owner, repo, { range, asked }));
  }
  await said;
}
