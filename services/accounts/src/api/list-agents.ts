import { listAgents as contract } from '@mosaic/contracts/mosaic';

import { listAgents as select } from '../agents/agent-reader.ts';
import { implement } from './accounts-operation.ts';
import { presentAgent } from './present/agent.ts';

export const listAgents = implement(contract, {
  access: { grant: 'accounts:principal:read' },
  handle: async (_request, { store }) => (await store.read(select)).map(presentAgent),
});
