import type { BenchResult } from './result.ts';

/** One result for a person: figure, target, verdict, and below it what explains it. */
export function renderResult(result: BenchResult): string {
  const figure = result.ours === null ? 'not measured' : `${result.ours} ${result.unit}`;
  const peer = result.peer === undefined ? '' : `, peer ${result.peer} ${result.unit}, ratio ${result.ratio}`;
  const verdict = result.holds ? 'holds' : 'MISSED';
  const spread = result.spread === undefined ? '' : `, 10–90 %: ${result.spread[0]}–${result.spread[1]}`;
  const lines = [
    `${result.holds ? '✓' : '✗'} ${result.name}: ${figure}${peer}`,
    `    target ${result.target}: ${verdict} (n = ${result.n}${spread})`,
    ...(result.reason === undefined ? [] : [`    why: ${result.reason}`]),
    ...(result.note === undefined ? [] : [`    ${result.note}`]),
  ];
  return lines.join('\n');
}
