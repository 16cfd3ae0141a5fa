import type { DiffFile, DiffLine } from '../../../../parts/diff/diff.ts';
import { parseDiff } from '../../../../parts/diff/diff.ts';

/** A text by people, or the lines that they would put in place of the one that they speak of. */
export type BodyPart = { kind: 'text'; text: string } | { kind: 'suggestion'; lines: readonly string[] };

const BEGIN = /^ {0,3}(`{3,}|~{3,})suggestion\s*$/;

/** A comment as it is shown: its "```suggestion" blocks apart from what stands around them. One that nobody closed goes to the end. */
export function bodyParts(body: string): BodyPart[] {
  const parts: BodyPart[] = [];
  let text: string[] = [];
  const lines = body.replaceAll('\r\n', '\n').split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const fence = BEGIN.exec(lines[at] ?? '')?.[1];
    if (fence === undefined) {
      text.push(lines[at] ?? '');
      continue;
    }
    const isEnd = (line: string): boolean => line.trim().length >= fence.length && line.trim().replaceAll(fence[0] ?? '', '') === '';
    const length = lines.slice(at + 1).findIndex(isEnd);
    const end = length === -1 ? lines.length : at + 1 + length;
    parts.push({ kind: 'text', text: text.join('\n') }, { kind: 'suggestion', lines: lines.slice(at + 1, end) });
    text = [];
    at = end;
  }
  parts.push({ kind: 'text', text: text.join('\n') });
  return parts.filter((part) => part.kind === 'suggestion' || part.text.trim() !== '');
}

/** The lines that led to a comment when it was made, at most `most` of them, that of the comment last. */
export function hunkFile(path: string, hunk: string, most: number): DiffFile | undefined {
  const [file] = parseDiff(`diff --git a/x b/x\n--- a/x\n+++ b/x\n${hunk}`);
  const shown = file?.hunks[0];
  if (file === undefined || shown === undefined) return undefined;
  const { heading, lines } = shown;
  return { ...file, path, hunks: [{ heading: lines.length > most ? '' : heading, lines: lines.slice(-most) }] };
}

/** What a suggestion would do to the line that a comment stands on. */
export function suggestedFile(path: string, hunk: string, suggested: readonly string[]): DiffFile | undefined {
  const file = hunkFile(path, hunk, 1);
  const line = file?.hunks[0]?.lines[0];
  if (file === undefined || line === undefined) return undefined;
  const from = line.after ?? line.before ?? 1;
  const before: DiffLine = { ...line, kind: 'delete', before: from, after: null };
  const after = suggested.map((text, at): DiffLine => ({ kind: 'add', text, before: null, after: from + at, ending: 'lf' }));
  return { ...file, hunks: [{ heading: 'Suggested change', lines: [before, ...after] }] };
}

/** A suggestion to begin with: the line as it is, in a fence longer than any in it. */
export function suggestionOf(line: string): string {
  const longest = Math.max(2, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}suggestion\n${line}\n${fence}\n`;
}
