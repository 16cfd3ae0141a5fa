export interface PullSearch {
  state: 'open' | 'closed';
  page: number;
}

/** What a pull request brings, by its ends: where these are the same, so is the change. */
export interface PullRange {
  number: number;
  head: string;
  mergeBase: string;
}

/** Two branches of a repository; `head` would be merged into `base`. */
export interface BranchPair {
  base: string;
  head: string;
}

export const pullKeys = {
  of: (repository: string) => ['pulls', repository] as const,
  lists: (repository: string) => [...pullKeys.of(repository), 'list'] as const,
  list: (repository: string, search: PullSearch) => [...pullKeys.lists(repository), search] as const,
  /** What one pull request says of itself, alone or with all others. */
  facts: (repository: string, ...number: [] | [number]) => [...pullKeys.of(repository), 'facts', ...number] as const,
  commits: (repository: string, range: PullRange, page: number) => [...pullKeys.of(repository), 'commits', range, page] as const,
  diff: (repository: string, range: PullRange) => [...pullKeys.of(repository), 'diff', range] as const,
  files: (repository: string, range: PullRange, page: number) => [...pullKeys.of(repository), 'files', range, page] as const,
  /** What stands between two branches; a push to either makes all of it stale. */
  compared: (repository: string, ...pair: [] | [BranchPair]) => [...pullKeys.of(repository), 'compared', ...pair] as const,
  /** The pull request that there is of two branches. */
  between: (repository: string, ...pair: [] | [BranchPair]) => [...pullKeys.of(repository), 'between', ...pair] as const,
};
