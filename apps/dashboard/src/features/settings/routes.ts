import { definePage } from '../../routing/define-page.ts';

export const SETTINGS_PAGES = [
  definePage({ path: '/$owner/$repo/settings', load: async () => (await import('./page.tsx')).SettingsPage }),
  definePage({ path: '/$owner/$repo/settings/branches/edit', load: async () => (await import('./branch-rule-page.tsx')).BranchRulePage }),
  definePage({ path: '/$owner/$repo/settings/tags/edit', load: async () => (await import('./tag-rule-page.tsx')).TagRulePage }),
];
