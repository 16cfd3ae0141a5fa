import { z } from 'zod';

import { defineEvent } from './define-event.ts';

export const principalCreated = defineEvent({
  type: 'dev.mosaic.principal.created',
  sources: ['accounts'],
  summary: 'A person, an agent or a service account is there.',
  data: z.object({ login: z.string(), kind: z.string(), role: z.string() }),
});
