import type { AgentProfile } from '@mosaic/contracts/mosaic';

import type { Agent } from '../agents/agent-reader.ts';

export function presentAgent(agent: Agent): AgentProfile {
  return {
    login: agent.login,
    role: agent.role,
    name: agent.name,
    builtIn: agent.built_in === 1,
    persona: agent.persona,
    runtime: agent.runtime,
    model: agent.model,
    budget: {
      tokens: agent.budget_tokens,
      seconds: agent.budget_seconds,
      toolCalls: agent.budget_tool_calls,
    },
    state: agent.disabled === 1 ? 'disabled' : 'active',
  };
}
