import { z } from 'zod';

import { defineEvent } from './define-event.ts';

export const inboxAdded = defineEvent({
  type: 'dev.mosaic.inbox.added',
  sources: ['mcp'],
  summary: 'A person has a new entry in their inbox; nobody else gets this event.',
  data: z.object({ entryId: z.number().int(), login: z.string(), title: z.string() }),
});
