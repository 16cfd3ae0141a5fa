import { definePage } from '../../routing/define-page.ts';
import { principalsQuery } from './queries.ts';

export const PEOPLE_PAGES = [
  definePage({
    path: '/-/system/people',
    load: async () => (await import('./page.tsx')).PeoplePage,
    read: (_, { client }) => client.ensureQueryData(principalsQuery),
  }),
];
