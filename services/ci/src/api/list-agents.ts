import { getAgents } from '@mosaic/contracts/woodpecker';

import { requireAgentAdministrator } from '../agents/agent-policy.ts';
import { listAgents as select } from '../agents/agent-reader.ts';
import { implement } from './ci-operation.ts';
import { slice } from './paging.ts';
import { presentAgent } from './present/agent.ts';

export const listAgents = implement(getAgents, {
  access: { grant: 'ci:pipeline:admin' },
  handle: async ({ query, caller }, { store }) => {
    requireAgentAdministrator(caller);
    return (await store.read((db) => select(db, slice(query)))).map(presentAgent);
  },
});
