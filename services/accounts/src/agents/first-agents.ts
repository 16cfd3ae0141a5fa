import type { AgentBudget, AgentRole, AgentRuntimeName } from '@mosaic/contracts/mosaic';

/** How an agent is run. */
export interface AgentDraft {
  persona: string;
  runtime: AgentRuntimeName;
  model: string;
  budget: AgentBudget;
}

/** What an agent that somebody makes begins with: it runs elsewhere, and comes by itself. */
export const NEW_AGENT: AgentDraft = {
  persona: '',
  runtime: 'mcp',
  model: '',
  budget: { tokens: 1_000_000, seconds: 3_600, toolCalls: 1_000 },
};

/** Rules read a pipeline, a log and some pages of issues, or each commit of a push and the folders it touched; they ask no model. */
const RULES = { runtime: 'built-in', model: '', budget: { tokens: 0, seconds: 600, toolCalls: 2_000 } } as const;

/** Agents that every installation begins with. Their rows are made once and are an administrator's to change afterwards. */
export const FIRST_AGENTS: readonly (AgentDraft & { login: string; role: AgentRole })[] = [
  {
    ...RULES,
    login: 'triage',
    role: 'triage',
    persona:
      'You find out why a pipeline failed. Keep one issue for each branch: open it with the reason, close it when the branch passes again.',
  },
  {
    ...RULES,
    login: 'reviewer',
    role: 'reviewer',
    persona: 'You look at what a push added: secrets, conflict markers, large files. Say what you found in a commit status.',
  },
];
