import { listAgents as contract } from '@mosaic/contracts/mosaic';

import { presentAgent } from '../../../present/agent.ts';
import { implement } from '../../accounts-operation.ts';

export const listAgents = implement(contract, {
  access: { grant: 'accounts:principal:read' },
  handle: async (_request, { agents }) => (await agents.reader.list()).map(presentAgent),
});
