import { getAgentTasks } from '@mosaic/contracts/woodpecker';

import { implement } from '../../ci-operation.ts';
import { presentQueueTask } from '../../../present/queue-task.ts';
import { requireAgentAdministrator } from '../../../agents/agent-policy.ts';

export const listAgentTasks = implement(getAgentTasks, {
  access: { grant: 'ci:pipeline:admin' },
  handle: async ({ params, caller }, { agents }) => {
    requireAgentAdministrator(caller);
    return (await agents.tasks(params.agent_id)).map((task) => presentQueueTask(task));
  },
});
