import type { Draft } from './draft.ts';
import { findCycle } from './graph.ts';

/** Removes workflows whose required dependency is absent, until nothing changes (ci.md 1.1, step 10). */
export function pruneWorkflows(drafts: readonly Draft[]): Draft[] {
  let kept = [...drafts];
  for (;;) {
    const names = new Set(kept.map(({ name }) => name));
    const next = kept.filter(({ file }) => file.dependsOn.every(({ name, optional }) => optional || names.has(name)));
    if (next.length === kept.length) return kept;
    kept = next;
  }
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
