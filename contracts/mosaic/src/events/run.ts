import { z } from 'zod';

import { defineEvent } from './define-event.ts';

export const runFinished = defineEvent({
  type: 'dev.mosaic.run.finished',
  sources: ['mcp'],
  summary: 'All that one pipeline asked for is done; core says so by `event_record`, and Tony tells people.',
  data: z.object({
    runId: z.string(),
    project: z.string(),
    repository: z.string(),
    private: z.boolean(),
    sha: z.string(),
    branch: z.string(),
    pipelineNumber: z.number().int(),
    title: z.string(),
    outcome: z.enum(['deployed', 'passed', 'failed', 'deploy_failed']),
    summary: z.string(),
    url: z.string(),
    concerned: z.array(z.string()),
  }),
});
