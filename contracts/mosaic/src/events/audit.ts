import { z } from 'zod';

import { FEEDS } from '../service-lists.ts';
import { defineEvent } from './define-event.ts';

export const auditWritten = defineEvent({
  type: 'dev.mosaic.audit.written',
  sources: FEEDS,
  summary: 'A write that has no event of its own, or one that was refused; every write leaves an event.',
  data: z.object({ operation: z.string(), allowed: z.boolean(), detail: z.record(z.string(), z.unknown()) }),
});
