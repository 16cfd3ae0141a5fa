import type { GiteaClient } from '@mosaic/contracts/gitea';
import type { AgentBudget, AgentProfile, Task, TaskStep, ToolDatum, ToolInput, ToolOutput } from '@mosaic/contracts/mosaic';

/** Calls one tool of the MCP server as the agent. */
export type CallMcp = <D extends ToolDatum>(tool: D, input: ToolInput<D>) => Promise<ToolOutput<D>>;

/** What an agent may reach; both carry the attempt's own token, so the agent's identity stands on everything it writes. */
export interface AgentTools {
  mcp: CallMcp;
  forge: GiteaClient;
}

/** A folder for one attempt. It is empty, made when it is first asked for, and gone when the attempt is over. */
export interface Workspace {
  /** Its absolute path. */
  folder(): Promise<string>;
}

/** What is kept of an attempt for whoever may see the task: steps are noted by the loop, a runtime adds what it did in between. */
export interface Transcript {
  /** Bounded: a long text is cut, and of too many entries the first ones stay. */
  note(kind: TaskStep['kind'], text: string): void;
}

/** One attempt at one task under one lease. */
export interface AgentRun {
  task: Task;
  /** Who works: login, what it is told about itself, and the model, where the runtime asks one. */
  agent: Pick<AgentProfile, 'login' | 'persona' | 'model'>;
  /** Address that people use, for links; no trailing slash. */
  publicUrl: string;
  workspace: Workspace;
  tools: AgentTools;
  /** What it may use up. Calls and time are counted where they are spent; tokens are what the steps tell. */
  budget: AgentBudget;
  transcript: Transcript;
  /** Aborts when the lease is lost, the budget is spent or the process stops; its reason says which. Write nothing afterwards. */
  signal: AbortSignal;
}

/** Something that was done, told while the work goes on. */
export type AgentStep =
  /** What is being done now, in a few words; people see it beside the task. */
  | { kind: 'step'; text: string }
  /** What the agent says. */
  | { kind: 'message'; text: string }
  /** Tokens of a model that were used since the last such step. */
  | { kind: 'usage'; tokens: number };

/** A claim; the platform checks it by facts. `failed` carries the reason in words. */
export type AgentResult = { outcome: 'completed'; result: Record<string, unknown> } | { outcome: 'failed'; reason: string };

/** The steps of one attempt, and in the end its result. */
export type AgentWork = AsyncGenerator<AgentStep, AgentResult, void>;

/**
 * The machinery an agent runs in.
 *
 * Errors: a task that cannot be done is a `failed` result; a throw means that a part was unavailable and another attempt may
 * succeed. Concurrency: runs are independent. Cancellation: by the run's signal; whoever reads the steps asks for none after it, so
 * what is open is closed in a `finally`. A run may be repeated after a crash, so effects are idempotent.
 */
export interface AgentRuntime {
  run(run: AgentRun): AgentWork;
}
