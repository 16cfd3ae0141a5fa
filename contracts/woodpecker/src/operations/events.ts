import { z } from 'zod';

import { defineOperation, EventStream } from '@mosaic/contracts/wire';

import { Pipeline, Repo } from '../schemas.ts';

/** The data of an event: a pipeline as it is now, with its repository. */
export const PipelineChange = z.object({ repo: Repo, pipeline: Pipeline });
export type PipelineChange = z.infer<typeof PipelineChange>;

/** Each event has a {@link PipelineChange} as its data. */
export const getStreamEvents = defineOperation({
  id: 'getStreamEvents',
  tag: 'Events',
  summary: 'Each change of a pipeline from now on, of repositories that the caller may read',
  method: 'GET',
  path: '/stream/events',
  answer: EventStream,
});
