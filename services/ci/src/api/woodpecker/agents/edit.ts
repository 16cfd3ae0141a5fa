import { AgentSettings, patchAgent } from '@mosaic/contracts/woodpecker';

import { implement } from '../../ci-operation.ts';
import { presentAgent } from '../../../present/agent.ts';
import { refuseOthers } from '../../woodpecker/refuse-others.ts';
import { requireAgentAdministrator } from '../../../agents/agent-policy.ts';

export const editAgent = implement(patchAgent, {
  access: { grant: 'ci:pipeline:admin' },
  handle: async ({ params, body, caller, cause }, { agents }) => {
    requireAgentAdministrator(caller);
    const agent = await agents.get(params.agent_id);
    refuseOthers(body, presentAgent(agent), AgentSettings.shape);
    return presentAgent(await agents.edit(agent, AgentSettings.parse(body), cause));
  },
});
