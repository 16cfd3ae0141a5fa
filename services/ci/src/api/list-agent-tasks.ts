import { getAgentTasks } from '@mosaic/contracts/woodpecker';

import { requireAgentAdministrator } from '../agents/agent-policy.ts';
import { getAgent } from '../agents/agent-reader.ts';
import { readWorld } from '../queue/queue-reader.ts';
import { implement } from './ci-operation.ts';
import { presentQueueTask } from './present/queue-task.ts';

export const listAgentTasks = implement(getAgentTasks, {
  access: { grant: 'ci:pipeline:admin' },
  handle: async ({ params, caller }, { store }) => {
    requireAgentAdministrator(caller);
    const { entries } = await store.read(async (db) => {
      await getAgent(db, params.agent_id);
      return readWorld(db);
    });
    return entries
      .filter(({ state, agentId }) => state === 'leased' && agentId === params.agent_id)
      .map((entry) => presentQueueTask(entry));
  },
});
