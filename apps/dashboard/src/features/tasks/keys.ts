export interface TaskFilter {
  project?: string;
  /** Whose role it is to do them. */
  role?: string;
}

export const taskKeys = {
  all: ['tasks'] as const,
  list: (filter: TaskFilter) => [...taskKeys.all, 'list', filter] as const,
  one: (project: string, id: string) => [...taskKeys.all, 'one', project, id] as const,
};
