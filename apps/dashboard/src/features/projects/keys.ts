export const projectKeys = {
  all: ['projects'] as const,
  list: () => [...projectKeys.all, 'list'] as const,
  one: (project: string) => [...projectKeys.all, 'one', project] as const,
};
