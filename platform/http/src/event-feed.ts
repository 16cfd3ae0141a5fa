import { z } from 'zod';

import type { Grant } from '@mosaic/contracts/mosaic';
import type { EventLog } from '@mosaic/platform/events';

import type { HttpApp } from './app.ts';
import { mountOperations, operation, type MountOptions } from './operation.ts';

const Query = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  waitMs: z.coerce.number().int().min(0).max(30_000).default(0),
});

/** `GET /-/events?after=&limit=&waitMs=`: the service's facts in order, for the platform's own consumers. */
export function mountEventFeed<T>(
  app: HttpApp,
  log: EventLog<T>,
  options: Omit<MountOptions<unknown>, 'context'> & { grant: Grant },
): void {
  const readEvents = operation<EventLog<T>>()({
    method: 'GET',
    path: '/-/events',
    access: { grant: options.grant },
    query: Query,
    handle: async ({ query, gone }, context) => context.page({ ...query, signal: gone() }),
  });
  mountOperations(app, [readEvents], { ...options, prefix: '', context: log });
}
