import { definePage } from '../../routing/define-page.ts';

export const ACCOUNT_PAGES = [definePage({ path: '/-/system/account', load: async () => (await import('./page.tsx')).AccountPage })];
