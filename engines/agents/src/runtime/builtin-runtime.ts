import { review } from '../reviewer/review.ts';
import { triage } from '../triage/triage.ts';
import type { AgentResult, AgentRun, AgentRuntime } from './agent-runtime.ts';

/** The roles that rules alone can fill. */
const ROLES: Readonly<Record<string, (run: AgentRun) => Promise<AgentResult>>> = { triage, reviewer: review };

/** Runs the rule-based roles in this process. */
export function createBuiltinRuntime(): AgentRuntime {
  return {
    name: 'built-in',
    ruleBased: true,
    async run(run) {
      const role = Object.hasOwn(ROLES, run.task.role) ? ROLES[run.task.role] : undefined;
      if (role === undefined)
        return {
          outcome: 'failed',
          reason: `The built-in runtime has no rules for the role "${run.task.role}". Give the task to another agent.`,
        };
      return role(run);
    },
  };
}
