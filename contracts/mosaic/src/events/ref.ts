import { z } from 'zod';

import { defineEvent } from './define-event.ts';
import { OfRepository } from './members.ts';

/** Stands for no commit: before a ref was made, after it was deleted. */
export const NO_COMMIT = '0'.repeat(40);

export const refUpdated = defineEvent({
  type: 'dev.mosaic.ref.updated',
  sources: ['forge'],
  summary: 'One ref of an accepted push; `after` is 40 zeros when the ref was deleted.',
  data: z.object({
    ...OfRepository,
    pushId: z.string(),
    ref: z.string(),
    before: z.string(),
    after: z.string(),
    forced: z.boolean(),
    title: z.string(),
    defaultBranch: z.string(),
    startedAt: z.number(),
  }),
});
