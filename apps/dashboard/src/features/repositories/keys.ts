import type { NameFilter } from '../../api/paging.ts';

export const repositoryKeys = {
  lists: ['repositories'] as const,
  search: (filter: NameFilter) => [...repositoryKeys.lists, 'search', filter] as const,
  ofOwner: (owner: string, page: number) => [...repositoryKeys.lists, 'of', owner, page] as const,
  /** All that is known of "owner/name" itself and of its files. */
  of: (repository: string) => ['repository', repository] as const,
  /** Who might own a fork of somebody's. */
  forkOwners: (login: string) => [...repositoryKeys.lists, 'fork-owners', login] as const,
  /** Its forks, and those of what it was forked from. */
  family: (repository: string) => [...repositoryKeys.of(repository), 'family'] as const,
  one: (repository: string) => [...repositoryKeys.of(repository), 'facts'] as const,
  contents: (repository: string, at: { path: string; ref: string }) => [...repositoryKeys.of(repository), 'contents', at] as const,
  file: (repository: string, at: { path: string; ref: string }) => [...repositoryKeys.of(repository), 'file', at] as const,
};
