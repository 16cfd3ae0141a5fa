import type { Dependency } from '../yaml/dependencies.ts';
import type { Draft } from './draft.ts';
import { findCycle } from './graph.ts';

/**
 * Removes workflows whose required dependency is absent, until nothing changes (docs/reference/pipelines.md#order-of-work). A name that no file
 * bears is an error, where upstream drops the workflow without a word; one that its own filters left out is told.
 */
export function pruneWorkflows(drafts: readonly Draft[], known: ReadonlySet<string>): Draft[] {
  for (const draft of drafts) noteUnknown(draft, known);
  let kept = [...drafts];
  for (;;) {
    const names = new Set(kept.map(({ name }) => name));
    const next = kept.filter((draft) => missing(draft, names) === undefined);
    if (next.length === kept.length) return kept;
    for (const draft of kept) noteLeftOut(draft, names, known);
    kept = next;
  }
}

function missing({ file }: Draft, names: ReadonlySet<string>): Dependency | undefined {
  return file.dependsOn.find(({ name, optional }) => !optional && !names.has(name));
}

function noteUnknown({ name, file, faults }: Draft, known: ReadonlySet<string>): void {
  for (const wanted of file.dependsOn) {
    if (wanted.optional || known.has(wanted.name)) continue;
    const message = `Workflow "${name}" depends on "${wanted.name}", but there is no such workflow; the workflows are ${[...known].join(', ')}.`;
    faults.error('linter', message, { place: wanted.place, field: 'depends_on' });
  }
}

function noteLeftOut(draft: Draft, names: ReadonlySet<string>, known: ReadonlySet<string>): void {
  const wanted = missing(draft, names);
  if (wanted === undefined || !known.has(wanted.name)) return;
  const message = `Workflow "${draft.name}" does not run: it depends on "${wanted.name}", which does not run for this event. To run without it: { name: ${wanted.name}, optional: true }.`;
  draft.faults.warn('linter', message, { place: wanted.place, field: 'depends_on' });
}

/** Notes workflows that wait for each other in a circle: no queue could ever start them. */
export function checkWorkflowCycles(drafts: readonly Draft[]): void {
  const names = [...new Set(drafts.map(({ name }) => name))];
  const edges = names.map((name) =>
    drafts
      .filter((draft) => draft.name === name)
      .flatMap(({ file }) => file.dependsOn.map((wanted) => names.indexOf(wanted.name)).filter((index) => index >= 0)),
  );
  const cycle = findCycle(edges);
  if (cycle === undefined) return;
  const first = drafts.find(({ name }) => name === names[cycle[0] as number]);
  const path = cycle.map((index) => names[index]).join(' → ');
  first?.faults.error('compiler', `The workflows wait for each other in a circle: ${path}. Remove one \`depends_on\`.`, {
    place: first.file.dependsOn[0]?.place,
    field: 'depends_on',
  });
}
