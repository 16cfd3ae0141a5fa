/** Lines of a log from one on, counted from 0; from the end where it is negative. */
export function sliceLog(
  lines: readonly string[],
  { from, limit }: { from: number; limit: number },
): { lines: { line: number; text: string }[]; total: number } {
  const first = from < 0 ? Math.max(0, lines.length + from) : from;
  return {
    lines: lines.slice(first, first + limit).map((text, index) => ({ line: first + index, text })),
    total: lines.length,
  };
}
