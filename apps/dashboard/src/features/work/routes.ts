import { definePage } from '../../routing/define-page.ts';

export const WORK_PAGES = [
  definePage({
    path: '/-/work',
    load: async () => (await import('./page.tsx')).WorkPage,
    // One page alone asks it: the first load brings none of it.
    read: async (_, ahead) => (await import('./read-ahead.ts')).readWork(ahead),
  }),
];
