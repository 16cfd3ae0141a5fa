import { repoListStatusesByRef, type CommitStatus, type GiteaClient } from '@mosaic/contracts/gitea';
import type { Checks } from '@mosaic/contracts/mosaic';

import type { Place } from './ask-forge.ts';

/** Statuses read, newest first: those of a commit that was built again and again hide nothing that is newer. */
const PAGE = 50;
const MAX_PAGES = 10;

/** The newest word of each check of a commit. */
export async function checksOf(gitea: GiteaClient, { owner, repo }: Place, sha: string): Promise<Checks> {
  const newest = new Map<string, CommitStatus>();
  for (let page = 1; page <= MAX_PAGES; page++) {
    const { items } = await gitea.callPage(repoListStatusesByRef, { owner, repo, ref: sha, query: { page, limit: PAGE } });
    for (const status of items) if (!newest.has(status.context)) newest.set(status.context, status);
    if (items.length < PAGE) break;
  }
  const each = [...newest.values()]
    .map(({ context, status, description, target_url: url }) => ({ context, state: status, description, url }))
    .toSorted((a, b) => a.context.localeCompare(b.context));
  return { state: togetherOf(each.map(({ state }) => state)), each };
}

/** As Gitea combines them: what failed decides, then what is not over. */
export function togetherOf(states: readonly string[]): Checks['state'] {
  if (states.length === 0) return 'none';
  if (states.some((state) => state === 'error' || state === 'failure' || state === 'warning')) return 'failure';
  return states.every((state) => state === 'success' || state === 'skipped') ? 'success' : 'pending';
}
