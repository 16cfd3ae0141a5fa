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

/** One file of it: where it stands and stood, and how its change is to be shown. */
export interface AskedChange {
  path: string;
  /** "" where it did not move. */
  former: string;
  space: 'keep' | 'ignore';
  /** All lines of the file, not those around its changes alone. */
  isWhole: boolean;
}

/** A branch of a repository and one that would be merged into it, of the same one or, as "owner/name:branch", of another. */
export interface BranchPair {
  base: string;
  head: string;
}

export const pullKeys = {
  of: (repository: string) => ['pulls', repository] as const,
  lists: (repository: string) => [...pullKeys.of(repository), 'list'] as const,
  list: (repository: string, search: PullSearch) => [...pullKeys.lists(repository), search] as const,
  /** How they stand: all, these of a list, or what still hinders the merge of one. */
  views: (repository: string, ...numbers: [] | [readonly number[] | number]) =>
    [...pullKeys.lists(repository), 'views', ...numbers] as const,
  /** What one pull request says of itself, alone or with all others. */
  facts: (repository: string, ...number: [] | [number]) => [...pullKeys.of(repository), 'facts', ...number] as const,
  /** What is said of one pull request, or of all, by those who review it. */
  reviews: (repository: string, ...number: [] | [number]) => [...pullKeys.of(repository), 'reviews', ...number] as const,
  commits: (repository: string, range: PullRange, page: number) => [...pullKeys.of(repository), 'commits', range, page] as const,
  changes: (repository: string, range: PullRange) => [...pullKeys.of(repository), 'changes', range] as const,
  change: (repository: string, range: PullRange, asked: AskedChange) => [...pullKeys.of(repository), 'change', range, asked] as const,
  message: (repository: string, range: PullRange, style: string, title: string) =>
    [...pullKeys.of(repository), 'message', range, style, title] as const,
  /** What stands between two branches; a push to the base makes all of it stale, one to the head of elsewhere has another `headId`. */
  compared: (repository: string, ...pair: [] | [BranchPair & { headId: string }]) =>
    [...pullKeys.of(repository), 'compared', ...pair] as const,
  /** The same in figures. */
  parted: (repository: string, pair: BranchPair & { headId: string }) => [...pullKeys.compared(repository), 'parted', pair] as const,
  /** The pull request that there is of two branches. */
  between: (repository: string, ...pair: [] | [BranchPair]) => [...pullKeys.of(repository), 'between', ...pair] as const,
};
