import { getAgents } from '@mosaic/contracts/woodpecker';

import { implement } from '../../ci-operation.ts';
import { presentAgent } from '../../../present/agent.ts';
import { requireAgentAdministrator } from '../../../agents/agent-policy.ts';
import { slice } from '../../woodpecker/paging.ts';

export const listAgents = implement(getAgents, {
  access: { grant: 'ci:pipeline:admin' },
  handle: async ({ query, caller }, { agents }) => {
    requireAgentAdministrator(caller);
    return (await agents.list(slice(query))).map(presentAgent);
  },
});
