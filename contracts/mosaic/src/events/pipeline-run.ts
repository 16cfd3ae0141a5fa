import { z } from 'zod';

import { defineEvent } from './define-event.ts';
import { OfRepository } from './members.ts';

/** Which pipeline it is. */
const OfPipeline = {
  ...OfRepository,
  ciRepositoryId: z.number().int(),
  pipelineId: z.number().int(),
  number: z.number().int(),
  sha: z.string(),
};

/** The change that it builds. */
const OfChange = { event: z.string(), branch: z.string(), ref: z.string(), title: z.string(), author: z.string() };

export const pipelineRunQueued = defineEvent({
  type: 'dev.cdevents.pipelinerun.queued',
  sources: ['ci'],
  summary: 'A pipeline waits to run.',
  data: z.object({ ...OfPipeline, ...OfChange }),
});

export const pipelineRunStarted = defineEvent({
  type: 'dev.cdevents.pipelinerun.started',
  sources: ['ci'],
  summary: 'A pipeline runs.',
  data: z.object(OfPipeline),
});

export const pipelineRunFinished = defineEvent({
  type: 'dev.cdevents.pipelinerun.finished',
  sources: ['ci'],
  summary: 'A pipeline has ended, however it ended.',
  data: z.object({
    ...OfPipeline,
    ...OfChange,
    status: z.string().describe("Woodpecker's own word: success, failure, error, killed, canceled, skipped"),
    errors: z.array(z.string()),
    canceledBy: z
      .string()
      .default('')
      .describe('Who stopped it: a login, "step <name>", "pipeline <number>" that took its place; "" for nobody'),
    startedAt: z.number(),
    finishedAt: z.number(),
  }),
});
