import type { FaultList } from '../yaml/fault.ts';
import type { StepSpec } from '../yaml/step-spec.ts';

/** A step with the indices of the steps that must end before it. */
export interface GraphNode {
  step: StepSpec;
  after: number[];
}

/**
 * The graph of a workflow's steps. Without any `depends_on` each step waits for the one before; with one, every step
 * waits for its own dependencies only, and the others are roots (docs/reference/pipelines.md#order-of-steps). `kept` says which steps their `when` kept.
 * A cycle, a missing required dependency and a repeated name are noted as errors.
 */
export function buildGraph(steps: readonly StepSpec[], kept: (step: StepSpec) => boolean, faults: FaultList): GraphNode[] {
  const running = steps.filter(kept);
  if (!steps.some(({ dependsOn }) => dependsOn !== undefined)) {
    return running.map((step, index) => ({ step, after: index === 0 ? [] : [index - 1] }));
  }
  noteRepeatedNames(running, faults);
  const nodes = running.map((step) => ({ step, after: resolve(step, running, steps, faults) }));
  const cycle = findCycle(nodes.map(({ after }) => after));
  if (cycle !== undefined) {
    const names = cycle.map((index) => nodes[index]?.step.name).join(' → ');
    const place = nodes[cycle[0] as number]?.step.place;
    faults.error('compiler', `The steps wait for each other in a circle: ${names}. Remove one \`depends_on\`.`, {
      place,
      field: 'depends_on',
    });
  }
  return nodes;
}

function resolve(step: StepSpec, running: readonly StepSpec[], all: readonly StepSpec[], faults: FaultList): number[] {
  return (step.dependsOn ?? []).flatMap(({ name, optional, place }) => {
    const index = running.findIndex((candidate) => candidate.name === name);
    if (index >= 0) return [index];
    if (optional) return [];
    const isFiltered = all.some((candidate) => candidate.name === name);
    const message = isFiltered
      ? `Step "${step.name}" depends on "${name}", which is filtered out by its conditions; make it optional: { name: ${name}, optional: true }.`
      : `Step "${step.name}" depends on "${name}", but there is no such step.`;
    faults.error('compiler', message, { place, field: `${step.field}.depends_on` });
    return [];
  });
}

function noteRepeatedNames(steps: readonly StepSpec[], faults: FaultList): void {
  const seen = new Set<string>();
  for (const { name, place, field } of steps) {
    if (seen.has(name))
      faults.error('compiler', `Two steps are named "${name}"; with \`depends_on\` each needs a name of its own.`, { place, field });
    seen.add(name);
  }
}

/** One cycle as indices, first = last, or `undefined`. `edges[i]` are the indices that `i` waits for. */
export function findCycle(edges: readonly (readonly number[])[]): number[] | undefined {
  const state = edges.map((): 'new' | 'open' | 'done' => 'new');
  const path: number[] = [];
  const visit = (index: number): number[] | undefined => {
    if (state[index] === 'done') return undefined;
    if (state[index] === 'open') return [...path.slice(path.indexOf(index)), index];
    state[index] = 'open';
    path.push(index);
    for (const next of edges[index] ?? []) {
      const cycle = visit(next);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    state[index] = 'done';
    return undefined;
  };
  for (let index = 0; index < edges.length; index++) {
    const cycle = visit(index);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
