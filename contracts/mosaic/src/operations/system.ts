import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

/** What became of the push of the demo; the rest of its journey goes on. */
export const StartedDemo = z.object({ repository: z.string(), traceId: z.string() });
export type StartedDemo = z.infer<typeof StartedDemo>;

/** An event that a service's consumer could not take and has parked. */
export const ParkedEvent = z.object({
  service: z.string(),
  consumer: z.string(),
  seq: z.number().int(),
  type: z.string(),
  subject: z.string(),
  error: z.string(),
  attempts: z.number().int(),
  /** Unix milliseconds. */
  parkedAt: z.number(),
  /** Whether it is going to be tried again: somebody asked for it, or it is by itself. */
  replay: z.boolean(),
});
export type ParkedEvent = z.infer<typeof ParkedEvent>;

/** What `mosaic status --json` prints. */
export const SystemStatus = z.object({
  services: z.array(
    z.object({
      name: z.string(),
      url: z.string(),
      state: z.enum(['ok', 'degraded', 'down']),
      reason: z.string().optional(),
      /** Where the whole reason is told of elsewhere: in `parked`, or at the neighbour that is down. */
      follows: z.enum(['parked', 'neighbour']).optional(),
      /** What there is to know although nothing is wrong, e.g. how pipeline steps are fenced. */
      note: z.string().optional(),
    }),
  ),
  /** What the services' consumers have parked, oldest first for each; at most 200 of one service. */
  parked: z.array(ParkedEvent).default([]),
  version: z.string(),
  uptimeMs: z.number(),
});
export type SystemStatus = z.infer<typeof SystemStatus>;

export const getSystem = defineOperation({
  id: 'getSystem',
  tag: 'system',
  summary: 'How every service is, and which events were put aside',
  method: 'GET',
  path: '/-/accounts/system',
  answer: SystemStatus,
});

export const startDemo = defineOperation({
  id: 'startDemo',
  tag: 'system',
  summary: 'Runs the demo as the caller, one at a time; answers once the push is made',
  method: 'POST',
  path: '/-/accounts/demo',
  status: 202,
  answer: StartedDemo,
  errors: [409, 501],
});

export const stopStack = defineOperation({
  id: 'stopStack',
  tag: 'system',
  summary: 'Stops the whole stack, after this answer is on its way',
  method: 'POST',
  path: '/-/control/stop',
  status: 202,
  answer: z.object({ stopping: z.literal(true) }),
});
