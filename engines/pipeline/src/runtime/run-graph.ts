import type { StepConfig } from '../compile/workflow-config.ts';
import { skippedState, startStep, type StepRun, type StepScope } from './step-runner.ts';

/** Whether the steps succeeded; the first failure by name. */
interface GraphResult {
  failedStep?: string;
}

/**
 * Runs the steps of a workflow: each starts when its own dependencies ended (a detached one counts as ended once it has
 * started), and iff (something failed before ? `onFailure` : `onSuccess`). At the end detached steps are killed.
 */
export async function runGraph(steps: readonly StepConfig[], scope: StepScope): Promise<GraphResult> {
  const released = new Map<string, Promise<void>>();
  const detached: StepRun[] = [];
  const result: GraphResult = {};
  const fail = (step: StepConfig): void => {
    if (step.failure !== 'ignore') result.failedStep ??= step.name;
  };

  const runOne = async (step: StepConfig): Promise<void> => {
    await Promise.all(step.after.map((uuid) => released.get(uuid) ?? Promise.resolve()));
    const outcome = result.failedStep === undefined ? 'success' : 'failure';
    const shouldRun = outcome === 'success' ? step.onSuccess : step.onFailure;
    if (scope.signal.aborted || !shouldRun) {
      scope.outbox.update(skippedState(step.uuid));
      return;
    }
    const run = await startStep(step, outcome, scope);
    if (step.detach) {
      detached.push(run);
      return;
    }
    if ((await run.ended) === 'failed') fail(step);
  };

  // The compiler lists steps before those that wait for them only within a kind; edges may point forward.
  const order = topological(steps);
  for (const step of order) released.set(step.uuid, runOne(step));
  await Promise.all(released.values());
  for (const run of detached) run.kill();
  await Promise.all(detached.map((run) => run.ended));
  return result;
}

function topological(steps: readonly StepConfig[]): StepConfig[] {
  const byUuid = new Map(steps.map((step) => [step.uuid, step]));
  const ordered = new Set<StepConfig>();
  const visit = (step: StepConfig, path: readonly string[]): void => {
    if (ordered.has(step) || path.includes(step.uuid)) return;
    for (const uuid of step.after) {
      const before = byUuid.get(uuid);
      if (before !== undefined) visit(before, [...path, step.uuid]);
    }
    ordered.add(step);
  };
  for (const step of steps) visit(step, []);
  return [...ordered];
}
