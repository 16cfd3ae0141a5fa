import { defineOperation } from '@mosaic/contracts/wire';

import { goList, LogEntry } from '../schemas.ts';
import { StepParams } from './parameters.ts';

export const getRepoLogs = defineOperation({
  id: 'getRepoLogs',
  tag: 'Pipeline logs',
  summary: 'All lines of a step so far',
  method: 'GET',
  path: '/repos/{repo_id}/logs/{pipeline_number}/{step_id}',
  params: StepParams,
  answer: goList(LogEntry),
});
