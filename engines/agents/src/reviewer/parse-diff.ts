/** One file of a diff: what a change adds to it. */
export interface AddedText {
  path: string;
  /** Added lines with their number in the new file. */
  lines: readonly { number: number; text: string }[];
}

/** Reads `git diff` output: added lines per file. Deleted files and binary ones have none. */
export function parseDiff(diff: string): AddedText[] {
  const files: { path: string; lines: { number: number; text: string }[] }[] = [];
  let current: (typeof files)[number] | null = null;
  let next = 0;
  let left = { old: 0, new: 0 };
  for (const line of diff.split('\n')) {
    if (current !== null && (left.old > 0 || left.new > 0)) {
      // Inside a hunk only its own counts say where it ends: a line of the file may look like a header.
      if (line.startsWith('+')) {
        current.lines.push({ number: next, text: line.slice(1) });
        next += 1;
        left.new -= 1;
      } else if (line.startsWith('-')) left.old -= 1;
      else if (!line.startsWith('\\')) {
        next += 1;
        left = { old: left.old - 1, new: left.new - 1 };
      }
      continue;
    }
    if (line.startsWith('diff --git ')) current = null;
    else if (line.startsWith('+++ ')) {
      const path = newPath(line.slice(4));
      current = path === null ? null : { path, lines: [] };
      if (current !== null) files.push(current);
    } else {
      const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
      if (hunk === null) continue;
      left = { old: Number(hunk[1] ?? 1), new: Number(hunk[3] ?? 1) };
      next = Number(hunk[2]);
    }
  }
  return files;
}

/** `b/path`, quoted by git when it holds unusual bytes; null for /dev/null. */
function newPath(text: string): string | null {
  const name = text.replace(/\t$/, '');
  if (name === '/dev/null') return null;
  const plain = name.startsWith('"') ? unquote(name.slice(1, -1)) : name;
  return plain.replace(/^b\//, '');
}

const SIGNS: Readonly<Record<string, string>> = { a: '\u0007', b: '\b', t: '\t', n: '\n', v: '\v', f: '\f', r: '\r' };

/** Undoes git's quoting (quote.c): signs behind a backslash, other bytes as three octal digits. */
function unquote(quoted: string): string {
  const parts = quoted.matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/gs);
  const bytes = [...parts].map(([whole, octal, sign]) =>
    octal === undefined ? Buffer.from(sign === undefined ? whole : (SIGNS[sign] ?? sign)) : Buffer.from([Number.parseInt(octal, 8)]),
  );
  return Buffer.concat(bytes).toString();
}
