import { getAgent as contract } from '@mosaic/contracts/woodpecker';

import { implement } from '../../ci-operation.ts';
import { presentAgent } from '../../../present/agent.ts';
import { requireAgentAdministrator } from '../../../agents/agent-policy.ts';

export const getAgent = implement(contract, {
  access: { grant: 'ci:pipeline:admin' },
  handle: async ({ params, caller }, { agents }) => {
    requireAgentAdministrator(caller);
    return presentAgent(await agents.get(params.agent_id));
  },
});
