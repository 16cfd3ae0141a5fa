import { definePage } from '../../routing/define-page.ts';

export const GO_PAGES = [definePage({ path: '/-/go/$', load: async () => (await import('./page.tsx')).GoPage })];
