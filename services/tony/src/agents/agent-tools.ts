import type { AgentTools, CallMcp } from '@mosaic/engines/agents';
import { createGiteaClient } from '@mosaic/contracts/gitea';
import { callTool, taskNext } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';

/** Sends with the agent's own token in place of Tony's: what an agent writes bears the agent's name. */
function asAgent(send: Send, token: string): Send {
  return (request) => send({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } });
}

/** What an agent reaches in one attempt, with that attempt's token. */
export function agentTools({ mcp, forge }: { mcp: Send; forge: Send }, token: string): AgentTools {
  const own = asAgent(mcp, token);
  return { mcp: (tool, input) => callTool(own, tool, input), forge: createGiteaClient(asAgent(forge, token)) };
}

/** How an agent's tasks are looked for and taken, with the token that does nothing else. The signal ends long polls when the process stops. */
export function taskTaker(mcp: Send, token: string, signal: AbortSignal): CallMcp {
  const own = asAgent(mcp, token);
  // Only waiting calls are cut: a claim in hand is let to its end.
  return (tool, input) => callTool(own, tool, input, tool.name === taskNext.name ? { signal } : {});
}
