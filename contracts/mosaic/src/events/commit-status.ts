import { z } from 'zod';

import { defineEvent } from './define-event.ts';
import { OfRepository } from './members.ts';

export const commitStatusCreated = defineEvent({
  type: 'dev.mosaic.commit-status.created',
  sources: ['forge'],
  summary: 'A commit got a status.',
  data: z.object({
    ...OfRepository,
    /** The status's own number; absent in events from before it was told. */
    statusId: z.number().optional(),
    sha: z.string(),
    context: z.string(),
    state: z.string(),
    targetUrl: z.string(),
  }),
});
