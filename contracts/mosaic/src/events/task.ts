import { z } from 'zod';

import { defineEvent } from './define-event.ts';

export const taskChanged = defineEvent({
  type: 'dev.mosaic.task.changed',
  sources: ['mcp'],
  summary: 'A task was added, or is in another state.',
  data: z.object({
    taskId: z.string(),
    /** The task's key. The members with a default are not in events of an older program. */
    key: z.string().default(''),
    project: z.string().default(''),
    /** Who holds it, or held it last, under which epoch; 0 when nobody ever did. */
    holder: z.string().default(''),
    epoch: z.number().int().default(0),
    state: z.string(),
    role: z.string(),
    repository: z.string(),
    private: z.boolean(),
  }),
});
