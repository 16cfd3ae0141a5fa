import { definePage } from '../../routing/define-page.ts';

export const APPLICATION_PAGES = [
  definePage({ path: '/-/system/applications', load: async () => (await import('./page.tsx')).ApplicationsPage }),
];
