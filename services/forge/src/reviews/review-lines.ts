import type { Hunk } from '@mosaic/engines/git';

/** Lines shown of a change, the one that is spoken of last (Gitea's ui.CODE_COMMENT_LINES). */
const SHOWN_MAX = 4;
/** Characters of one of them. */
const LINE_MAX = 1_000;

/** Where a line of a file stands in another; null where it is gone. The hunks are without context. */
export function lineAfter(hunks: readonly Hunk[], line: number): number | null {
  let shift = 0;
  for (const { from, to } of hunks) {
    // A hunk that only adds names the line before it.
    if (from.count === 0 ? line <= from.start : line < from.start) break;
    if (line < from.start + from.count) return null;
    shift += to.count - from.count;
  }
  return line + shift;
}

/** The hunk of a unified diff that ends with a line of one side; null where the change does not show it. */
export function hunkUpTo(hunks: readonly Hunk[], { side, line }: { side: 'old' | 'new'; line: number }): string | null {
  for (const { from, to, lines } of hunks) {
    const at = { old: from.start, new: to.start };
    for (const [index, text] of lines.entries()) {
      const isOf = { old: !text.startsWith('+'), new: !text.startsWith('-') };
      if (isOf[side] && at[side] === line) return cutHunk(lines.slice(0, index + 1), { from: from.start, to: to.start });
      if (isOf.old) at.old += 1;
      if (isOf.new) at.new += 1;
    }
  }
  return null;
}

/** The same around a line that the change leaves alone, of the file's own lines. */
export function hunkOfUnchanged(lines: readonly string[], line: { old: number; new: number; side: 'old' | 'new' }): string {
  const last = line[line.side];
  const first = Math.max(1, last - SHOWN_MAX + 1);
  const shown = lines.slice(first - 1, last).map((text) => ` ${text}`);
  return cutHunk(shown, { from: line.old - (last - first), to: line.new - (last - first) });
}

function cutHunk(lines: readonly string[], start: { from: number; to: number }): string {
  const skipped = lines.slice(0, -SHOWN_MAX);
  const shown = lines.slice(-SHOWN_MAX);
  const count = (some: readonly string[], not: string) => some.filter((line) => !line.startsWith(not)).length;
  const range = (at: number, not: string) => `${at + count(skipped, not)},${count(shown, not)}`;
  const header = `@@ -${range(start.from, '+')} +${range(start.to, '-')} @@`;
  return [header, ...shown.map((line) => line.slice(0, LINE_MAX).replaceAll('\0', '\uFFFD'))].join('\n');
}
