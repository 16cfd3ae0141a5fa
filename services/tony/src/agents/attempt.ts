import { runToEnd, RUNTIMES, type AgentResult, type AgentRun, type AgentStep, type CallMcp } from '@mosaic/engines/agents';
import type { Task } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';

import type { HostedAgent } from './agent-roster.ts';
import { agentTools } from './agent-tools.ts';
import { BudgetSpent, createBudgetMeter } from './budget-meter.ts';
import type { Lease } from './lease.ts';
import { createTranscript, type TranscriptRecorder } from './transcript-recorder.ts';
import type { Workspaces } from './workspaces.ts';

/** What an attempt needs beside its task. */
export interface AttemptPorts {
  agent: HostedAgent;
  /** Both without a credential that counts: each attempt's own stands in its place. */
  mcp: Send;
  forge: Send;
  workspaces: Workspaces;
  publicUrl: string;
}

/** A task that is held, with the token of this attempt. */
export interface Attempt {
  task: Task;
  /** Calls about the lease itself; the agent's budget does not count them. */
  mcp: CallMcp;
  transcript: TranscriptRecorder;
  /**
   * Lets the agent work. A budget that is spent is a `failed` result; a signal that aborts is thrown with its reason, a fault of the
   * runtime or of a neighbour as it is.
   */
  run(lease: Lease, signal: AbortSignal): Promise<AgentResult>;
}

export function openAttempt(ports: AttemptPorts, task: Task, token: string): Attempt {
  const transcript = createTranscript(token);
  return {
    task,
    transcript,
    mcp: agentTools(ports, token).mcp,
    async run(lease, signal) {
      const result = await work(ports, { task, token, transcript, lease, signal });
      transcript.note('end', result.outcome === 'completed' ? 'completed' : `failed: ${result.reason}`);
      return result;
    },
  };
}

interface Work {
  task: Task;
  token: string;
  transcript: TranscriptRecorder;
  lease: Lease;
  signal: AbortSignal;
}

async function work(ports: AttemptPorts, { task, token, transcript, lease, signal }: Work): Promise<AgentResult> {
  const { agent, publicUrl } = ports;
  using meter = createBudgetMeter(agent.budget);
  await using workspace = ports.workspaces.open(task);
  const both = AbortSignal.any([signal, meter.spent]);
  const noted = (send: Send): Send =>
    meter.metered((request) => {
      transcript.note('call', request.headers?.['mcp-name'] ?? `${request.method} ${request.path}`);
      return send(request);
    });
  const tools = agentTools({ mcp: noted(ports.mcp), forge: noted(ports.forge) }, token);
  const run: AgentRun = { task, agent, publicUrl, workspace, tools, budget: agent.budget, transcript, signal: both };
  const onStep = (step: AgentStep) => {
    if (step.kind === 'usage') meter.useTokens(step.tokens);
    if (step.kind === 'step') lease.progress(step.text);
    transcript.note(step.kind, step.kind === 'usage' ? `${step.tokens} tokens` : step.text);
  };
  try {
    return await runToEnd(RUNTIMES[agent.runtime].run(run), { signal: both, onStep });
  } catch (error) {
    // Whatever the abort made of it on its way, the budget is why; a lost lease counts before that.
    if (!signal.aborted && meter.spent.reason instanceof BudgetSpent) return { outcome: 'failed', reason: meter.spent.reason.message };
    throw error;
  }
}
