import { definePage } from '../../routing/define-page.ts';
import { journeyQuery } from './queries.ts';

export const JOURNEY_PAGES = [
  definePage({
    path: '/-/journeys/$trace',
    load: async () => (await import('./page.tsx')).JourneyPage,
    read: ({ trace }, { client }) => client.ensureQueryData(journeyQuery(trace)),
  }),
];
