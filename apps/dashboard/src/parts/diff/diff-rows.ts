import type { DiffHunk, DiffLine } from './diff.ts';

/** A line of the one column, or both sides of a row of two; a side is null where the other one has more lines. */
export type DiffRow =
  | { kind: 'heading'; heading: string }
  | { kind: 'line'; line: DiffLine; words: WordRange | null }
  | { kind: 'pair'; left: DiffLine | null; right: DiffLine | null; words: { left: WordRange; right: WordRange } | null };

/** The characters of a line in which it differs from the one that stands for it on the other side. */
export interface WordRange {
  from: number;
  to: number;
}

export type DiffShape = 'unified' | 'split';

/** Lines longer than this are not compared, and of two that share less than a third nobody would say that one became the other. */
const COMPARED_LENGTH = 1000;
const LEAST_SHARED = 1 / 3;

/** The rows that a file's hunks are drawn as. */
export function diffRows(hunks: readonly DiffHunk[], shape: DiffShape): DiffRow[] {
  return hunks.flatMap((hunk) => [
    { kind: 'heading' as const, heading: hunk.heading },
    ...runsOf(hunk.lines).flatMap((run) => rowsOf(run, shape)),
  ]);
}

/** Lines that stand for each other: what was taken out, and what was put there instead; unchanged ones by themselves. */
interface Run {
  context: readonly DiffLine[];
  deleted: readonly DiffLine[];
  added: readonly DiffLine[];
}

function runsOf(lines: readonly DiffLine[]): Run[] {
  const runs: { context: DiffLine[]; deleted: DiffLine[]; added: DiffLine[] }[] = [];
  let last: DiffLine['kind'] | null = null;
  for (const line of lines) {
    const goesOn = last !== null && (line.kind === last || (last === 'delete' && line.kind === 'add'));
    if (!goesOn) runs.push({ context: [], deleted: [], added: [] });
    const run = runs.at(-1);
    run?.[line.kind === 'context' ? 'context' : line.kind === 'add' ? 'added' : 'deleted'].push(line);
    last = line.kind;
  }
  return runs;
}

function rowsOf({ context, deleted, added }: Run, shape: DiffShape): DiffRow[] {
  const words = Array.from({ length: Math.max(deleted.length, added.length) }, (_, at) => {
    const [left, right] = [deleted[at], added[at]];
    return left !== undefined && right !== undefined && deleted.length === added.length ? differing(left.text, right.text) : null;
  });
  if (shape === 'unified')
    return [
      ...context.map((line) => ({ kind: 'line' as const, line, words: null })),
      ...deleted.map((line, at) => ({ kind: 'line' as const, line, words: words[at]?.left ?? null })),
      ...added.map((line, at) => ({ kind: 'line' as const, line, words: words[at]?.right ?? null })),
    ];
  return [
    ...context.map((line) => ({ kind: 'pair' as const, left: line, right: line, words: null })),
    ...words.map((both, at) => ({ kind: 'pair' as const, left: deleted[at] ?? null, right: added[at] ?? null, words: both })),
  ];
}

/** Where two lines differ between what they begin and end with alike; null where they are rather two other lines. */
export function differing(before: string, after: string): { left: WordRange; right: WordRange } | null {
  const longest = Math.max(before.length, after.length);
  const shortest = Math.min(before.length, after.length);
  if (longest > COMPARED_LENGTH) return null;
  let from = 0;
  while (from < shortest && before[from] === after[from]) from += 1;
  let end = 0;
  while (end < shortest - from && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  if (from + end < longest * LEAST_SHARED) return null;
  return { left: { from, to: before.length - end }, right: { from, to: after.length - end } };
}
