import { z } from 'zod';

import { defineEvent } from './define-event.ts';

export const taskChanged = defineEvent({
  type: 'dev.mosaic.task.changed',
  sources: ['mcp'],
  summary: 'A task was added, or is in another state.',
  data: z.object({
    taskId: z.string(),
    state: z.string(),
    role: z.string(),
    repository: z.string(),
    private: z.boolean(),
  }),
});
