/** How much of a log an issue repeats: the end, where the reason stands. */
export const EXCERPT_LINES = 60;
const LINE_LENGTH = 500;

// Escape sequences (ECMA-48 CSI and OSC, then any other) and control characters have no place in an issue.
// oxlint-disable-next-line no-control-regex
const ESCAPES = /\u001B(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\-_])|[\u0000-\u0008\u000B-\u001F\u007F]/g;

/** What a terminal shows in the end of a line that a program draws over itself with carriage returns. */
function finalState(line: string): string {
  return line.split('\r').findLast((state) => state.trim() !== '') ?? '';
}

/** Beginning and end: the reason may stand in either. */
function inShort(line: string): string {
  const half = LINE_LENGTH / 2;
  return line.length <= LINE_LENGTH ? line : `${line.slice(0, half)} … ${line.length - LINE_LENGTH} characters … ${line.slice(-half)}`;
}

/** Lines of a masked log as a Markdown code block that no line can end. */
export function codeBlock(lines: readonly string[]): string {
  const clean = lines.slice(-EXCERPT_LINES).map((line) => inShort(finalState(line).replace(ESCAPES, '').trimEnd()));
  const longest = Math.max(2, ...clean.flatMap((line) => [...line.matchAll(/`+/g)].map((run) => run[0].length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...clean, fence].join('\n');
}
