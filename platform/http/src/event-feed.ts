import { readEvents, type Permission } from '@mosaic/contracts/mosaic';
import type { EventLog } from '@mosaic/platform/events';

import type { HttpApp } from './app.ts';
import { Places } from './places.ts';
import { mountOperations, operation, type MountOptions } from './operation.ts';
import { routed } from './routed.ts';

/** Readers that may wait at the same time, in all and of one caller. */
const READERS = { places: 256, each: 32 };

/** `GET /-/events?after=&limit=&waitMs=`: the service's facts in order, for the platform's own consumers. */
export function mountEventFeed<T>(
  app: HttpApp,
  log: EventLog<T>,
  options: Omit<MountOptions<unknown>, 'context'> & { grant: Permission },
): void {
  const readers = new Places({ of: 'places for readers of events', ...READERS });
  const feed = operation<EventLog<T>>()({
    ...routed(readEvents),
    contract: readEvents,
    access: { grant: options.grant },
    handle: async ({ query, caller, gone }, context) => {
      const leave = await readers.take({ name: caller.id, kind: caller.builtIn ? 'platform' : 'principal' });
      try {
        return await context.page({ ...query, signal: gone() });
      } finally {
        leave();
      }
    },
  });
  mountOperations(app, [feed], { ...options, prefix: '', context: log });
}
