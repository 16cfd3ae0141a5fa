export const applicationKeys = {
  all: ['applications'] as const,
  own: ['applications', 'own'] as const,
  letIn: ['applications', 'let-in'] as const,
};
