/** Keys of what is told of tags. */
export const releaseKeys = {
  /** Lists and single ones of a repository. */
  of: (repository: string) => ['releases', repository] as const,
  list: (repository: string, page: number) => ['releases', repository, 'list', page] as const,
  byTag: (repository: string, tag: string) => ['releases', repository, 'tag', tag] as const,
};
