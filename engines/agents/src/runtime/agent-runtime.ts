import type { GiteaClient } from '@mosaic/contracts/gitea';
import type { Task, ToolDatum, ToolInput, ToolOutput } from '@mosaic/contracts/mosaic';

/** Calls one tool of the MCP server as the agent. */
export type CallMcp = <D extends ToolDatum>(tool: D, input: ToolInput<D>) => Promise<ToolOutput<D>>;

/** What an agent may reach; both carry the agent's own token, so its identity stands on everything it writes. */
export interface AgentTools {
  mcp: CallMcp;
  forge: GiteaClient;
}

/** One attempt at one task under one lease. */
export interface AgentRun {
  task: Task;
  /** The agent's own login. */
  agent: string;
  /** Address that people use, for links; no trailing slash. */
  publicUrl: string;
  tools: AgentTools;
  /** Aborts when the lease is lost or the process stops: write nothing afterwards. */
  signal: AbortSignal;
  /** Tells in a few words what is being done. */
  progress: (text: string) => void;
}

/** A claim; the platform checks it by facts. `failed` carries the reason in words. */
export type AgentResult = { outcome: 'completed'; result: Record<string, unknown> } | { outcome: 'failed'; reason: string };

/**
 * The machinery an agent runs in: built-in rules now; commands, models, ACP and MCP stand behind the same interface.
 *
 * Errors: a task that cannot be done is a `failed` result; a throw means that a part was unavailable and another attempt may
 * succeed. Concurrency: runs are independent. Cancellation: by the run's signal. A run may be repeated after a crash, so
 * effects are idempotent.
 */
export interface AgentRuntime {
  readonly name: string;
  /** Whether its judgement is fixed rules; shown beside everything it writes. */
  readonly ruleBased: boolean;
  run(run: AgentRun): Promise<AgentResult>;
}
