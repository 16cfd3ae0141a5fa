import { z } from 'zod';

import { defineEvent } from './define-event.ts';

export const tokenCreated = defineEvent({
  type: 'dev.mosaic.token.created',
  sources: ['accounts'],
  summary: 'A token was made.',
  data: z.object({ tokenId: z.string(), login: z.string(), name: z.string() }),
});

export const tokenRevoked = defineEvent({
  type: 'dev.mosaic.token.revoked',
  sources: ['accounts'],
  summary: 'A token was ended.',
  data: z.object({ tokenId: z.string(), login: z.string(), name: z.string() }),
});
