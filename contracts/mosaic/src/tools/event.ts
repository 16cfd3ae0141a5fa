import { z } from 'zod';

import { EventPage } from '../event-record.ts';
import { defineTool } from './define-tool.ts';
import { After, Limit, RequestId, WaitMs } from './members.ts';

export const eventRead = defineTool({
  name: 'event_read',
  title: 'Read events',
  description: 'Facts after a cursor, or of the last moments, oldest first; waits when there is none yet.',
  grant: 'mcp:event:read',
  annotations: { readOnlyHint: true },
  input: z.object({
    after: After,
    pastMs: z
      .number()
      .int()
      .min(1)
      .max(600_000)
      .optional()
      .describe('Instead of `after`: what happened in the last so many ms; older facts may be among it.'),
    limit: Limit,
    waitMs: WaitMs,
    types: z.array(z.string()).max(50).default([]),
  }),
  output: EventPage,
  example: { after: 128, waitMs: 30000, types: ['dev.cdevents.pipelinerun.finished'] },
});

export const eventRecord = defineTool({
  name: 'event_record',
  title: 'Record an event',
  description: "For the platform's own engines: records that a run has finished.",
  grant: 'mcp:event:admin',
  annotations: { readOnlyHint: false },
  input: z.object({
    requestId: RequestId,
    type: z.enum(['dev.mosaic.run.finished']),
    subject: z.string(),
    traceId: z.string(),
    data: z.record(z.string(), z.unknown()),
  }),
  output: z.object({ seq: z.number().int() }),
  example: {
    requestId: '8d7c-1',
    type: 'dev.mosaic.run.finished',
    subject: 'ada/shop',
    traceId: '0af7651916cd43dd8448eb211c80319c',
    data: {
      runId: 'run-7',
      project: 'shop',
      repository: 'ada/shop',
      private: false,
      sha: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
      branch: 'main',
      pipelineNumber: 7,
      title: 'Add a cart',
      outcome: 'deployed',
      summary: 'Live at production.',
      url: 'http://shop.localhost:8090/',
      concerned: ['ada'],
    },
  },
});
