import { definePage } from '../../routing/define-page.ts';
import { deploymentsQuery } from '../deployments/queries.ts';
import { journeysQuery } from '../journeys/queries.ts';

export const DELIVERY_PAGES = [
  definePage({
    path: '/-/delivery',
    load: async () => (await import('./page.tsx')).DeliveryPage,
    read: async (_, { client, search }) => {
      if (search.get('tab') === 'deployments') await client.ensureInfiniteQueryData(deploymentsQuery());
      else await client.ensureInfiniteQueryData(journeysQuery());
    },
  }),
];
