export interface PipelinePage {
  page: number;
  perPage: number;
}

export const pipelineKeys = {
  /** CI's own row of "owner/name". */
  ciRepository: (repository: string) => ['ci-repository', repository] as const,
  all: ['pipelines'] as const,
  of: (repository: string) => [...pipelineKeys.all, repository] as const,
  lists: (repository: string) => [...pipelineKeys.of(repository), 'list'] as const,
  list: (repository: string, page: PipelinePage) => [...pipelineKeys.lists(repository), page] as const,
  one: (repository: string, number: number) => [...pipelineKeys.of(repository), 'one', number] as const,
  artifacts: (repository: string, number: number) => [...pipelineKeys.of(repository), 'artifacts', number] as const,
  log: (repository: string, number: number, stepId: number) => [...pipelineKeys.of(repository), 'log', number, stepId] as const,
};
