import type { AgentProfile, AgentRuntimeName, Role } from '@mosaic/contracts/mosaic';

import type { Agent } from '../agents/agent-reader.ts';

export function presentAgent(agent: Agent): AgentProfile {
  return {
    login: agent.login,
    role: agent.role as Role,
    name: agent.name,
    builtIn: Number(agent.built_in) === 1,
    persona: agent.persona,
    runtime: agent.runtime as AgentRuntimeName,
    model: agent.model,
    budget: {
      tokens: Number(agent.budget_tokens),
      seconds: Number(agent.budget_seconds),
      toolCalls: Number(agent.budget_tool_calls),
    },
    state: Number(agent.disabled) === 1 ? 'disabled' : 'active',
  };
}
