import { z } from 'zod';

import { defineEvent } from './define-event.ts';

const OfToken = z.object({
  tokenId: z.string(),
  login: z.string(),
  name: z.string(),
  /** Key of the task and epoch of the lease, for the token of an attempt. */
  task: z.string().optional(),
  epoch: z.number().int().optional(),
});

export const tokenCreated = defineEvent({
  type: 'dev.mosaic.token.created',
  sources: ['accounts'],
  summary: 'A token was made.',
  data: OfToken,
});

export const tokenRevoked = defineEvent({
  type: 'dev.mosaic.token.revoked',
  sources: ['accounts'],
  summary: 'A token was ended.',
  data: OfToken,
});
