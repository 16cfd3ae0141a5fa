import { z } from 'zod';

import { defineEvent } from './define-event.ts';

export const projectCreated = defineEvent({
  type: 'dev.mosaic.project.created',
  sources: ['mcp'],
  summary: 'A project name is bound to a repository.',
  data: z.object({ project: z.string(), repository: z.string() }),
});
