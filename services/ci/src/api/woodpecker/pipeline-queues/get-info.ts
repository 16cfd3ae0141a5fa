import { getQueueInfo as contract } from '@mosaic/contracts/woodpecker';

import { implement } from '../../ci-operation.ts';
import { presentQueue } from '../../../present/queue.ts';
import { requireCiAdministrator } from '../../../repositories/repository-policy.ts';

export const getQueueInfo = implement(contract, {
  access: { grant: 'ci:pipeline:admin' },
  handle: async ({ caller }, { viewQueue }) => {
    requireCiAdministrator(caller, 'Only administrators see the whole queue. Your pipelines say why they wait.');
    return presentQueue(await viewQueue());
  },
});
