import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { AGENT_RUNTIME_NAMES } from '../agent-runtimes.ts';
import { Role } from '../principal.ts';

/** What one attempt at one task may use up; whoever runs the agent stops it there. */
export const AgentBudget = z.strictObject({
  /** Tokens of a model, in and out; 0 for an agent that asks none. */
  tokens: z.number().int().min(0).max(1_000_000_000),
  seconds: z.number().int().min(1).max(86_400),
  /** Calls of the MCP server's tools and of the forge's API. */
  toolCalls: z.number().int().min(1).max(100_000),
});
export type AgentBudget = z.infer<typeof AgentBudget>;

/** An agent as accounts knows it: a principal, and how it is run. */
export const AgentProfile = z.object({
  login: z.string(),
  role: Role,
  name: z.string(),
  /** One of the platform's own, made at the first start. */
  builtIn: z.boolean(),
  /** What it is told about itself and its work, beside the task. */
  persona: z.string(),
  runtime: z.enum(AGENT_RUNTIME_NAMES),
  /** Model that the runtime asks; "" where it asks none. */
  model: z.string(),
  budget: AgentBudget,
  /** A disabled one gets no work; it is disabled and enabled as the principal that it is. */
  state: z.enum(['active', 'disabled']),
});
export type AgentProfile = z.infer<typeof AgentProfile>;

/** Only what is given changes. */
export const AgentPatch = z.strictObject({
  persona: z.string().max(20_000).optional(),
  runtime: z.enum(AGENT_RUNTIME_NAMES).optional(),
  model: z.string().max(190).optional(),
  budget: AgentBudget.partial().optional(),
});
export type AgentPatch = z.input<typeof AgentPatch>;

export const listAgents = defineOperation({
  id: 'listAgents',
  tag: 'agents',
  summary: 'Every agent: its role, what it is told, what it runs in, and what it may use up',
  method: 'GET',
  path: '/-/accounts/agents',
  answer: z.array(AgentProfile),
});

export const updateAgent = defineOperation({
  id: 'updateAgent',
  tag: 'agents',
  summary: 'Changes how an agent is run; its role and state change with its principal',
  method: 'PATCH',
  path: '/-/accounts/agents/{login}',
  params: z.object({ /** In any case. */ login: z.string().max(190) }),
  body: AgentPatch,
  answer: AgentProfile,
});
