import { queryOptions } from '@tanstack/react-query';

import { tonyAgentList } from '@mosaic/contracts/mosaic';

import { callMcp } from '../../api/clients.ts';
import { agentKeys } from './keys.ts';

/** Agents and what each is at; no stream tells when one begins. */
export const agentsQuery = queryOptions({
  queryKey: agentKeys.list,
  queryFn: async ({ signal }) => (await callMcp(tonyAgentList, {}, signal)).agents,
  refetchInterval: 10_000,
});
