import { defineOperation, EventStream } from '@mosaic/contracts/wire';

import { goList, LogEntry } from '../schemas.ts';
import { Id, RepositoryParams, StepParams } from './parameters.ts';

export const getRepoLogs = defineOperation({
  id: 'getRepoLogs',
  tag: 'Pipeline logs',
  summary: 'All lines of a step so far',
  method: 'GET',
  path: '/repos/{repo_id}/logs/{pipeline_number}/{step_id}',
  params: StepParams,
  answer: goList(LogEntry),
});

/**
 * Each event has the line's place as its id and a {@link LogEntry} as its data; a reader that comes back says the last id that it has in
 * `Last-Event-ID`. The event `eof` says that the step is over, and ends the stream.
 */
export const getStreamLogs = defineOperation({
  id: 'getStreamLogs',
  tag: 'Pipeline logs',
  summary: 'The lines of a step, those that are there and each further one as it comes',
  method: 'GET',
  path: '/stream/logs/{repo_id}/{pipeline}/{step_id}',
  params: RepositoryParams.extend({ pipeline: Id, step_id: Id }),
  answer: EventStream,
});
