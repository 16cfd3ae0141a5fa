import { z } from 'zod';

import { AgentBudget } from '../operations/agents.ts';
import { defineTool } from './define-tool.ts';
import { Time } from './members.ts';

export const Agent = z.object({
  login: z.string(),
  role: z.string(),
  /** One of the platform's own, which works for the whole installation. */
  builtIn: z.boolean().default(false),
  runtime: z.string(),
  ruleBased: z.boolean(),
  /** "" where no model is asked. */
  model: z.string().default(''),
  /** What one attempt may use up. */
  budget: AgentBudget.nullable().default(null),
  lastSeenAt: Time.nullable(),
  /** Title of the task that it works on, and the task itself; null when it works on none, or none that the caller may see. */
  busyWith: z.string().nullable(),
  task: z.object({ key: z.string(), id: z.string(), project: z.string(), updatedAt: Time }).nullable().default(null),
});
export type Agent = z.infer<typeof Agent>;

export const tonyAgentList = defineTool({
  name: 'tony_agent_list',
  title: 'List agents',
  description: 'Agents, their roles, and what each works on.',
  grant: 'mcp:agent:read',
  annotations: { readOnlyHint: true },
  input: z.object({}),
  output: z.object({ agents: z.array(Agent) }),
  example: {},
});
