import { getAgentTasks } from '@mosaic/contracts/woodpecker';

import { requireAgentAdministrator } from '../agents/agent-policy.ts';
import { getAgent } from '../agents/agent-reader.ts';
import { readWorld } from '../queue/queue-reader.ts';
import { readTasks } from '../queue/queue-task-reader.ts';
import { implement } from './ci-operation.ts';
import { presentQueueTask } from './present/queue-task.ts';

export const listAgentTasks = implement(getAgentTasks, {
  access: { grant: 'ci:pipeline:admin' },
  handle: async ({ params, caller }, { store }) => {
    requireAgentAdministrator(caller);
    const tasks = await store.read(async (db) => {
      await getAgent(db, params.agent_id);
      return readTasks(db, await readWorld(db));
    });
    return tasks.filter(({ state, agentId }) => state === 'leased' && agentId === params.agent_id).map((task) => presentQueueTask(task));
  },
});
