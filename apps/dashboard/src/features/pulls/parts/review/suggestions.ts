import { type Suggestion, SUGGESTION_REACH_MAX } from '@mosaic/contracts/mosaic';

import type { DiffFile, DiffLine } from '../../../../parts/diff/diff.ts';
import { parseDiff } from '../../../../parts/diff/diff.ts';

/** A suggestion as it is asked for, and as the reader has seen it. */
export interface PickedSuggestion {
  comment: number;
  position: number;
  updatedAt: number;
}

/** The lines that led to a comment when it was made, at most `most` of them, that of the comment last. */
export function hunkFile(path: string, hunk: string, most: number): DiffFile | undefined {
  const [file] = parseDiff(`diff --git a/x b/x\n--- a/x\n+++ b/x\n${hunk}`);
  const shown = file?.hunks[0];
  if (file === undefined || shown === undefined) return undefined;
  const { heading, lines } = shown;
  return { ...file, path, hunks: [{ heading: lines.length > most ? '' : heading, lines: lines.slice(-most) }] };
}

/** What a suggestion would do to the line that a comment stands on, and to those around it as far as they are known. */
export function suggestedFile(path: string, hunk: string, { lines: suggested, above, below }: Suggestion): DiffFile | undefined {
  const file = hunkFile(path, hunk, Infinity);
  const side = (file?.hunks[0]?.lines ?? []).filter(({ kind }, at, all) => kind !== (all.at(-1)?.kind === 'delete' ? 'add' : 'delete'));
  const before = side.slice(-1 - above);
  const line = side.at(-1);
  if (file === undefined || line === undefined) return undefined;
  const last = line.after ?? line.before ?? 1;
  const from = last - above;
  const gone = before.map((one): DiffLine => ({ ...one, kind: 'delete', before: one.after ?? one.before, after: null }));
  const after = suggested.map((text, at): DiffLine => ({ kind: 'add', text, before: null, after: from + at, ending: 'lf' }));
  const words = above + below === 0 ? 'Suggested change' : `Suggested change of lines ${from} to ${last + below}`;
  return { ...file, hunks: [{ heading: words, lines: [...gone, ...after] }] };
}

/** A suggestion to begin with: the lines as they are, that of the comment last, in a fence longer than any in them. */
export function suggestionOf(...lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([ticks]) => ticks.length)));
  const fence = '`'.repeat(longest + 1);
  const reach = lines.length > 1 ? `:-${lines.length - 1}+0` : '';
  return `${fence}suggestion${reach}\n${lines.join('\n')}\n${fence}\n`;
}

/** The lines above one, the nearest first, as far as they are drawn after the change. */
export function linesAbove(diff: DiffFile | undefined, line: DiffLine): string[] {
  const lines = diff?.hunks.find((hunk) => hunk.lines.includes(line))?.lines ?? [];
  const above = lines.slice(0, Math.max(0, lines.indexOf(line)));
  return above
    .filter(({ after }) => after !== null)
    .map(({ text }) => text)
    .toReversed()
    .slice(0, SUGGESTION_REACH_MAX);
}
