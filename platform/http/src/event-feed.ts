import { z } from 'zod';

import type { Grant } from '@mosaic/contracts/mosaic';
import type { EventLog } from '@mosaic/platform/events';

import type { HttpApp } from './app.ts';
import { Places } from './places.ts';
import { mountOperations, operation, type MountOptions } from './operation.ts';

const Query = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  waitMs: z.coerce.number().int().min(0).max(30_000).default(0),
});

/** Readers that may wait at the same time, in all and of one caller. */
const READERS = { places: 256, each: 32 };

/** `GET /-/events?after=&limit=&waitMs=`: the service's facts in order, for the platform's own consumers. */
export function mountEventFeed<T>(
  app: HttpApp,
  log: EventLog<T>,
  options: Omit<MountOptions<unknown>, 'context'> & { grant: Grant },
): void {
  const readers = new Places({ of: 'places for readers of events', ...READERS });
  const readEvents = operation<EventLog<T>>()({
    method: 'GET',
    path: '/-/events',
    access: { grant: options.grant },
    query: Query,
    handle: async ({ query, caller, gone }, context) => {
      const leave = await readers.take({ name: caller.id, kind: caller.builtIn ? 'platform' : 'principal' });
      try {
        return await context.page({ ...query, signal: gone() });
      } finally {
        leave();
      }
    },
  });
  mountOperations(app, [readEvents], { ...options, prefix: '', context: log });
}
