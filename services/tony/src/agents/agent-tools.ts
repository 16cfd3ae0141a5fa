import type { AgentTools } from '@mosaic/engines/agents';
import { createGiteaClient } from '@mosaic/contracts/gitea';
import { callTool, taskNext } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';

/** Sends with the agent's own token in place of Tony's: what an agent writes bears the agent's name. */
export function asAgent(send: Send, token: string): Send {
  return (request) => send({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } });
}

/** What an agent reaches. The signal ends long polls when the process stops. */
export function agentTools({ mcp, forge, token, signal }: { mcp: Send; forge: Send; token: string; signal: AbortSignal }): AgentTools {
  const own = asAgent(mcp, token);
  // Only waiting calls are cut: a write in hand is let to its end.
  return {
    mcp: (tool, input) => callTool(own, tool, input, tool.name === taskNext.name ? { signal } : {}),
    forge: createGiteaClient(asAgent(forge, token)),
  };
}
