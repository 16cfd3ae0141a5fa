import { definePage } from '../../routing/define-page.ts';
import { systemQuery } from './queries.ts';

export const SYSTEM_PAGES = [
  definePage({
    path: '/-/system/health',
    load: async () => (await import('./page.tsx')).HealthPage,
    read: (_, { client }) => client.ensureQueryData(systemQuery),
  }),
];
