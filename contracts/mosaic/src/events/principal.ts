import { z } from 'zod';

import { defineEvent } from './define-event.ts';

export const principalCreated = defineEvent({
  type: 'dev.mosaic.principal.created',
  sources: ['accounts'],
  summary: 'A person, an agent or a service account is there.',
  data: z.object({ login: z.string(), kind: z.string(), role: z.string() }),
});

const WHO = z.object({ login: z.string(), kind: z.string() });

export const principalSuspended = defineEvent({
  type: 'dev.mosaic.principal.suspended',
  sources: ['accounts'],
  summary: 'A principal may come in no more: sessions are ended, tokens and passwords are refused.',
  data: WHO,
});

export const principalReinstated = defineEvent({
  type: 'dev.mosaic.principal.reinstated',
  sources: ['accounts'],
  summary: 'A principal that was suspended may come in again.',
  data: WHO,
});
