import type { NameFilter } from '../../api/paging.ts';

export const refKeys = {
  of: (repository: string) => ['refs', repository] as const,
  branches: (repository: string, filter: NameFilter) => [...refKeys.of(repository), 'branches', filter] as const,
  tags: (repository: string, filter: NameFilter) => [...refKeys.of(repository), 'tags', filter] as const,
  tag: (repository: string, tag: string) => [...refKeys.of(repository), 'tag', tag] as const,
  /** What was pushed of late. */
  recent: (repository: string) => [...refKeys.of(repository), 'recent'] as const,
  /** What the rest of an address names. */
  resolved: (repository: string, splat: string, defaultBranch: string) =>
    [...refKeys.of(repository), 'resolved', splat, defaultBranch] as const,
};
