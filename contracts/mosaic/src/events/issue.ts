import { z } from 'zod';

import { defineEvent } from './define-event.ts';
import { OfRepository } from './members.ts';

export const issueOpened = defineEvent({
  type: 'dev.mosaic.issue.opened',
  sources: ['forge'],
  summary: 'An issue was opened.',
  data: z.object({ ...OfRepository, number: z.number().int(), title: z.string() }),
});

export const issueClosed = defineEvent({
  type: 'dev.mosaic.issue.closed',
  sources: ['forge'],
  summary: 'An issue was closed.',
  data: z.object({ ...OfRepository, number: z.number().int(), title: z.string() }),
});

export const issueChanged = defineEvent({
  type: 'dev.mosaic.issue.changed',
  sources: ['forge'],
  summary: 'An issue was reopened, or its title or text edited.',
  data: z.object({ ...OfRepository, number: z.number().int(), title: z.string(), action: z.enum(['reopened', 'edited']) }),
});

export const commentChanged = defineEvent({
  type: 'dev.mosaic.comment.changed',
  sources: ['forge'],
  summary: 'A comment was written, edited or deleted.',
  data: z.object({
    ...OfRepository,
    number: z.number().int(),
    commentId: z.number().int(),
    action: z.enum(['created', 'edited', 'deleted']),
  }),
});
