import { z } from 'zod';

import { defineEvent } from './define-event.ts';
import { OfRepository } from './members.ts';

export const webhookDelivered = defineEvent({
  type: 'dev.mosaic.webhook.delivered',
  sources: ['forge'],
  summary: 'A delivery of a webhook has come to its end: its receiver took it, or it is not tried again.',
  data: z.object({
    ...OfRepository,
    hookId: z.number().int(),
    deliveryId: z.string(),
    event: z.string(),
    status: z.number().int(),
  }),
});
