export interface CommitSearch {
  /** Where the history begins. */
  sha: string;
  page: number;
  path?: string;
}

export const commitKeys = {
  of: (repository: string) => ['commits', repository] as const,
  list: (repository: string, search: CommitSearch) => [...commitKeys.of(repository), 'list', search] as const,
  one: (repository: string, sha: string) => [...commitKeys.of(repository), 'one', sha] as const,
  diff: (repository: string, sha: string) => [...commitKeys.of(repository), 'diff', sha] as const,
  /** The checks of a commit, alone or with those of all others. */
  checks: (repository: string, ...sha: [] | [string]) => [...commitKeys.of(repository), 'checks', ...sha] as const,
};
