export const auditKeys = {
  all: ['audit'] as const,
  /** Records below a number; null for the newest. */
  page: (before: number | null) => [...auditKeys.all, before] as const,
};
