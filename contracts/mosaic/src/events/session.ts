import { z } from 'zod';

import { defineEvent } from './define-event.ts';

export const sessionCreated = defineEvent({
  type: 'dev.mosaic.session.created',
  sources: ['accounts'],
  summary: 'Somebody signed in.',
  data: z.object({ login: z.string(), method: z.string() }),
});

export const sessionEnded = defineEvent({
  type: 'dev.mosaic.session.ended',
  sources: ['accounts'],
  summary: 'A session was ended.',
  data: z.object({ login: z.string() }),
});
