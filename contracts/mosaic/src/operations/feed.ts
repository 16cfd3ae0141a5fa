import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { EventPage } from '../event-record.ts';

/** Each service has a feed of its own, at its own door. */
export const readEvents = defineOperation({
  id: 'readEvents',
  tag: 'feed',
  summary: "The service's facts in order, for the platform's own consumers; waits for the next one where asked to",
  method: 'GET',
  path: '/-/events',
  query: z.object({
    after: z.coerce.number<number>().int().min(0).default(0),
    limit: z.coerce.number<number>().int().min(1).max(500).default(100),
    waitMs: z.coerce.number<number>().int().min(0).max(30_000).default(0),
  }),
  answer: EventPage,
});
