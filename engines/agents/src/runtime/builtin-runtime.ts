import { review } from '../reviewer/review.ts';
import { triage } from '../triage/triage.ts';
import type { AgentRun, AgentRuntime, AgentWork } from './agent-runtime.ts';

/** The roles that rules alone can fill. */
const RULES: Readonly<Record<string, (run: AgentRun) => AgentWork>> = { triage, reviewer: review };

/** Runs rule-based roles in this process. */
export const builtinRuntime: AgentRuntime = {
  async *run(run) {
    const { role } = run.task;
    const rules = Object.hasOwn(RULES, role) ? RULES[role] : undefined;
    if (rules !== undefined) return yield* rules(run);
    const there = Object.keys(RULES).toSorted().join(', ');
    return { outcome: 'failed', reason: `The built-in runtime has no rules for the role "${role}"; it has: ${there}.` };
  },
};
