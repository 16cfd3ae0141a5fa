export const settingsKeys = {
  of: (repository: string) => ['settings', repository] as const,
  branchRules: (repository: string) => [...settingsKeys.of(repository), 'branch-rules'] as const,
  tagRules: (repository: string) => [...settingsKeys.of(repository), 'tag-rules'] as const,
  /** Who and what a rule may name. */
  people: (repository: string) => [...settingsKeys.of(repository), 'people'] as const,
  teams: (repository: string) => [...settingsKeys.of(repository), 'teams'] as const,
  checks: (repository: string, ref: string) => [...settingsKeys.of(repository), 'checks', ref] as const,
};
