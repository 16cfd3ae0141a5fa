import { AgentSettings, patchAgent } from '@mosaic/contracts/woodpecker';

import { requireAgentAdministrator } from '../agents/agent-policy.ts';
import { getAgent } from '../agents/agent-reader.ts';
import { updateAgent } from '../agents/agent-writer.ts';
import { PIPELINES_TOPIC, QUEUE_TOPIC, tellAudit } from '../pipelines/pipeline-facts.ts';
import { implement } from './ci-operation.ts';
import { presentAgent } from './present/agent.ts';
import { refuseOthers } from './refuse-others.ts';

export const editAgent = implement(patchAgent, {
  access: { grant: 'ci:pipeline:admin' },
  handle: async ({ params, body, caller, cause }, { store, events, bus }) => {
    requireAgentAdministrator(caller);
    const agent = await store.read((db) => getAgent(db, params.agent_id));
    refuseOthers(body, presentAgent(agent), AgentSettings.shape);
    const change = AgentSettings.parse(body);
    const changed = await events.transact(async (writer) => {
      tellAudit(writer.as(cause), {
        repository: null,
        operation: 'agent.edit',
        detail: { agent: agent.name, ...change },
      });
      writer.afterCommit(() => {
        bus.publish(QUEUE_TOPIC);
        bus.publish(PIPELINES_TOPIC);
      });
      return updateAgent(writer, agent.id, change);
    });
    return presentAgent(changed);
  },
});
