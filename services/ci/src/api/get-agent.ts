import { getAgent as contract } from '@mosaic/contracts/woodpecker';

import { requireAgentAdministrator } from '../agents/agent-policy.ts';
import { getAgent as select } from '../agents/agent-reader.ts';
import { implement } from './ci-operation.ts';
import { presentAgent } from './present/agent.ts';

export const getAgent = implement(contract, {
  access: { grant: 'ci:pipeline:admin' },
  handle: async ({ params, caller }, { store }) => {
    requireAgentAdministrator(caller);
    return presentAgent(await store.read((db) => select(db, params.agent_id)));
  },
});
