import type { Suite } from './suite.ts';

/** A dialect's requirements as a part of its page in the reference: all of them by noun, and where ours and upstream part. */
export function requirementsText<Id extends string, T>({ requirements, cases, gaps, departures }: Suite<Id, T>): string[] {
  const all = Object.entries(requirements) as [Id, { behaviour: string; source: string }][];
  const nouns = Map.groupBy(all, ([id]) => id.split('.')[1] ?? '');
  const reasons = (of: ReadonlyMap<Id, string>) =>
    [...of].map(([id, why]) => `- \`${id}\`: ${requirements[id].behaviour} ${why}`).join('\n');
  return [
    '## What is required',
    `${cases.size} behaviours, each run against this server by every \`./mosaic test\`, and against upstream's by hand (${'`testing/conformance`'}).`,
    ...[...nouns].flatMap(([noun, rows]) => [
      `### ${noun}`,
      `From ${rows[0]?.[1].source}.`,
      rows.map(([id, { behaviour }]) => `- \`${id}\`: ${behaviour}`).join('\n'),
    ]),
    ...(gaps.size === 0 ? [] : ['## What upstream does and this does not yet', reasons(gaps)]),
    ...(departures.size === 0 ? [] : ['## What this does otherwise than upstream, on purpose', reasons(departures)]),
  ];
}
