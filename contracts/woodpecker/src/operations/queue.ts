import { defineOperation } from '@mosaic/contracts/wire';

import { QueueInfo } from '../schemas.ts';

export const getQueueInfo = defineOperation({
  id: 'getQueueInfo',
  tag: 'Pipeline queues',
  summary: 'What waits and why, what runs, how many runners there are; for administrators',
  method: 'GET',
  path: '/queue/info',
  answer: QueueInfo,
});
