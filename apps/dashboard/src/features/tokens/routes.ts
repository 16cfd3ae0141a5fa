import { definePage } from '../../routing/define-page.ts';
import { tokensQuery } from './queries.ts';

export const TOKEN_PAGES = [
  definePage({
    path: '/-/system/tokens',
    load: async () => (await import('./page.tsx')).TokensPage,
    read: (_, { client }) => client.ensureQueryData(tokensQuery),
  }),
];
