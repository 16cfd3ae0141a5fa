import type * as native from '@mosaic/contracts/mosaic';
import type { AgentProfile, Principal } from '@mosaic/contracts/mosaic';

import { found } from '../found.ts';
import type { Answers } from '../operations/answers.ts';
import { granted, principalsOf, type AccountsState } from './accounts-state.ts';

/** Principals, how agents are run, and how the stack is. */
export function principalAnswers(state: AccountsState): Answers<typeof native> {
  return {
    readEvents: ({ query }, { gone }) => state.feed.page(query, gone),
    listPrincipals(_asked, asker) {
      granted(state, asker, 'accounts:principal:read');
      return principalsOf(state);
    },
    getPrincipal({ login }, asker) {
      granted(state, asker, 'accounts:principal:read');
      return found(principalsOf(state).find((one) => one.login.toLowerCase() === login.toLowerCase()));
    },
    listAgents(_asked, asker) {
      granted(state, asker, 'accounts:principal:read');
      const agents = principalsOf(state).filter(({ kind }) => kind === 'agent');
      return agents.map((agent) => ({ ...agentOf(agent), ...state.profiles.get(agent.login) }));
    },
    getSystem(_asked, asker) {
      granted(state, asker, 'accounts:system:read');
      return state.system();
    },
  };
}

/** The platform's own run here, others elsewhere. */
function agentOf({ login, role, name, builtIn }: Principal): AgentProfile {
  const budget = { tokens: 0, seconds: 600, toolCalls: 2_000 };
  return { login, role, name, builtIn, persona: '', runtime: builtIn ? 'built-in' : 'mcp', model: '', budget, state: 'active' };
}
