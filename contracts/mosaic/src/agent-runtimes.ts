/** What an agent runs in, as data. */
interface AgentRuntimeRow {
  /** Whether the platform runs it (tony); else it runs elsewhere and calls the tools by itself. */
  readonly isHosted: boolean;
  /** Whether its judgement is fixed rules; shown beside everything it writes. */
  readonly ruleBased: boolean;
}

const RUNTIMES = {
  'built-in': { isHosted: true, ruleBased: true },
  mcp: { isHosted: false, ruleBased: false },
} as const satisfies Readonly<Record<string, AgentRuntimeRow>>;
export type AgentRuntimeName = keyof typeof RUNTIMES;
/** Runtimes of the platform itself; each is one file of `@mosaic/engines/agents`. */
export type HostedRuntimeName = { [N in AgentRuntimeName]: (typeof RUNTIMES)[N]['isHosted'] extends true ? N : never }[AgentRuntimeName];

export const AGENT_RUNTIMES: Readonly<Record<AgentRuntimeName, AgentRuntimeRow>> = RUNTIMES;
export const AGENT_RUNTIME_NAMES = Object.keys(RUNTIMES) as [AgentRuntimeName, ...AgentRuntimeName[]];
