import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Agent, goList, QueueTask } from '../schemas.ts';
import { Id, PagingQuery } from './parameters.ts';

const AgentParams = z.object({ agent_id: Id });

/** What an administrator may change of an agent. */
export const AgentSettings = z.object({
  name: z.string().min(1).max(100).optional(),
  /** It takes no more work; what it runs goes on. */
  no_schedule: z.boolean().optional(),
});
export type AgentSettings = z.output<typeof AgentSettings>;

export const getAgents = defineOperation({
  id: 'getAgents',
  tag: 'Agents',
  summary: 'Who runs workflows, by id; for administrators',
  method: 'GET',
  path: '/agents',
  query: PagingQuery,
  answer: goList(Agent),
});

export const getAgent = defineOperation({
  id: 'getAgent',
  tag: 'Agents',
  summary: 'One of those who run workflows; for administrators',
  method: 'GET',
  path: '/agents/{agent_id}',
  params: AgentParams,
  answer: Agent,
});

/** Clients send the whole agent back. */
export const patchAgent = defineOperation({
  id: 'patchAgent',
  tag: 'Agents',
  summary: 'Names an agent, or lets it take no more work, or again; for administrators',
  method: 'PATCH',
  path: '/agents/{agent_id}',
  params: AgentParams,
  body: AgentSettings.loose(),
  answer: Agent,
});

export const getAgentTasks = defineOperation({
  id: 'getAgentTasks',
  tag: 'Agents',
  summary: 'The workflows that an agent runs; for administrators',
  method: 'GET',
  path: '/agents/{agent_id}/tasks',
  params: AgentParams,
  answer: goList(QueueTask),
});
