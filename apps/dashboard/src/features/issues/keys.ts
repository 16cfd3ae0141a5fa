export interface IssueSearch {
  state: 'open' | 'closed';
  page: number;
}

export const issueKeys = {
  of: (repository: string) => ['issues', repository] as const,
  lists: (repository: string) => [...issueKeys.of(repository), 'list'] as const,
  list: (repository: string, search: IssueSearch) => [...issueKeys.lists(repository), search] as const,
  /** An issue with its comments. */
  one: (repository: string, number: number) => [...issueKeys.of(repository), 'one', number] as const,
  facts: (repository: string, number: number) => [...issueKeys.one(repository, number), 'facts'] as const,
  comments: (repository: string, number: number) => [...issueKeys.one(repository, number), 'comments'] as const,
};
