import { decodeText, readName, readPair, readSide } from './diff-names.ts';

export interface DiffLine {
  kind: 'context' | 'add' | 'delete';
  text: string;
  /** Line numbers before (in the first parent) and after; null on the side where the line is not. */
  before: number | null;
  after: number | null;
  /** How the line ends; `none` where the file ends without a newline. */
  ending: 'lf' | 'crlf' | 'none';
}

export interface DiffHunk {
  /** What stands behind "@@ … @@": the enclosing function, where git knows it. */
  heading: string;
  lines: DiffLine[];
}

export interface DiffFile {
  path: string;
  /** Where it comes from; set when the file was renamed or copied. */
  oldPath: string | null;
  change: 'added' | 'deleted' | 'renamed' | 'copied' | 'modified';
  /** Set when the mode alone or too has changed, e.g. 100644 to 100755. */
  modes: { before: string; after: string } | null;
  isBinary: boolean;
  /** A commit of another repository; its lines are the two ids. */
  isSubmodule: boolean;
  /** Parents that it is compared with: more than one in the combined diff of a merge. */
  parents: number;
  additions: number;
  deletions: number;
  hunks: DiffHunk[];
}

/** `@@ -1,2 +1,3 @@ heading`, with one more "@" and one more range for each further parent. */
const HUNK = /^(@@+)((?: -\d+(?:,\d+)?)+) \+(\d+)(?:,(\d+))? \1 ?(.*)$/;

/** A hunk that is being read: the next line's numbers, and how many lines each side still has. */
interface OpenHunk {
  hunk: DiffHunk;
  olds: { next: number; left: number }[];
  next: number;
  left: number;
}

/**
 * Reads git's diff format (git-diff(1), "Generating patch text with -p"): quoted names, renames, copies, modes, binary files,
 * submodules, files without a last newline, combined diffs. A hunk's ranges say where it ends, whatever its lines look like.
 * Unknown header lines are skipped; a truncated diff gives what it has. One pass over the text.
 */
export function parseDiff(diff: string | Uint8Array): DiffFile[] {
  const files: DiffFile[] = [];
  let file: DiffFile | undefined;
  let open: OpenHunk | undefined;
  const lines = typeof diff === 'string' ? diff.split('\n') : splitLines(diff);
  // What follows the last newline is no line.
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    if (file !== undefined && open !== undefined && isIn(open, line)) {
      readLine(file, open, line);
      continue;
    }
    const started = startFile(line);
    if (started !== null) {
      [file, open] = [started, undefined];
      files.push(file);
    } else if (file !== undefined) {
      const begun = startHunk(file, line);
      if (begun !== undefined) open = begun;
      else if (file.hunks.length === 0) readHeader(file, line);
    }
  }
  return files;
}

/** Lines of bytes, each read by itself: one file's Latin-1 does not spoil the others. */
function splitLines(bytes: Uint8Array): string[] {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).split('\n');
  } catch {
    const lines: string[] = [];
    for (let from = 0; from <= bytes.length;) {
      const found = bytes.indexOf(10, from);
      const end = found === -1 ? bytes.length : found;
      lines.push(decodeText(bytes.subarray(from, end)));
      from = end + 1;
    }
    return lines;
  }
}

function startFile(line: string): DiffFile | null {
  const empty = {
    oldPath: null,
    change: 'modified',
    modes: null,
    isBinary: false,
    isSubmodule: false,
    additions: 0,
    deletions: 0,
  } as const;
  if (line.startsWith('diff --git ')) {
    const names = line.slice('diff --git '.length);
    return { ...empty, path: readPair(names) ?? names, parents: 1, hunks: [] };
  }
  const combined = /^diff --(?:cc|combined) (.+)$/.exec(line)?.[1];
  return combined === undefined ? null : { ...empty, path: readName(combined), parents: 2, hunks: [] };
}

function startHunk(file: DiffFile, line: string): OpenHunk | undefined {
  const head = HUNK.exec(line);
  if (head === null) return undefined;
  const [, at = '', ranges = '', next, count, heading = ''] = head;
  const olds = [...ranges.matchAll(/-(\d+)(?:,(\d+))?/g)].map(([, from, lines]) => ({ next: Number(from), left: Number(lines ?? 1) }));
  if (olds.length !== at.length - 1) return undefined;
  file.parents = olds.length;
  const hunk: DiffHunk = { heading, lines: [] };
  file.hunks.push(hunk);
  return { hunk, olds, next: Number(next), left: Number(count ?? 1) };
}

/** Whether the line belongs to the hunk: there are lines left, or it says that the last one has no newline. */
function isIn({ olds, left, hunk }: OpenHunk, line: string): boolean {
  if (line.startsWith('\\')) return hunk.lines.length > 0;
  if (left <= 0 && olds.every((old) => old.left <= 0)) return false;
  // Some programs take the one space of an empty line away.
  return line === '' || line === '\r' || /^[ +-]/.test(line);
}

function readLine(file: DiffFile, open: OpenHunk, line: string): void {
  if (line.startsWith('\\')) {
    const last = open.hunk.lines.at(-1);
    if (last !== undefined) last.ending = 'none';
    return;
  }
  const parents = open.olds.length;
  const signs = line.slice(0, parents).padEnd(parents);
  const kind = signs.includes('+') ? 'add' : signs.includes('-') ? 'delete' : 'context';
  const before = signs[0] === '+' || (kind === 'delete' && signs[0] !== '-') ? null : (open.olds[0]?.next ?? null);
  const after = kind === 'delete' ? null : open.next;
  open.olds.forEach((old, index) => {
    const sign = signs[index];
    // In a combined diff a space beside a "-" means that this parent had no such line either.
    if (sign === '+' || (kind === 'delete' && sign === ' ')) return;
    old.next += 1;
    old.left -= 1;
  });
  if (after !== null) {
    open.next += 1;
    open.left -= 1;
  }
  const isCrlf = line.endsWith('\r');
  open.hunk.lines.push({
    kind,
    text: line.slice(parents, isCrlf ? -1 : undefined),
    before,
    after,
    ending: isCrlf ? 'crlf' : 'lf',
  });
  if (kind === 'add') file.additions += 1;
  else if (kind === 'delete') file.deletions += 1;
}

/** Each extended header and what it says; the later of two that name the file wins. */
const HEADERS: readonly [prefix: string, read: (file: DiffFile, rest: string) => void][] = [
  ['old mode ', (file, mode) => (file.modes = { before: mode, after: mode })],
  ['new mode ', (file, mode) => (file.modes = { before: file.modes?.before ?? mode, after: mode })],
  ['new file mode ', (file, mode) => ((file.change = 'added'), noteMode(file, mode))],
  ['deleted file mode ', (file, mode) => ((file.change = 'deleted'), noteMode(file, mode))],
  ['rename from ', (file, name) => ((file.change = 'renamed'), (file.oldPath = readName(name)))],
  ['rename to ', (file, name) => (file.path = readName(name))],
  ['copy from ', (file, name) => ((file.change = 'copied'), (file.oldPath = readName(name)))],
  ['copy to ', (file, name) => (file.path = readName(name))],
  ['index ', (file, ids) => noteMode(file, ids.split(' ')[1] ?? '')],
  ['mode ', (file, modes) => readCombinedMode(file, modes)],
  ['--- ', (file, name) => file.oldPath === null && (file.path = readSide(name) ?? file.path)],
  ['+++ ', (file, name) => (file.path = readSide(name) ?? file.path)],
  ['Binary files ', (file) => (file.isBinary = true)],
  ['GIT binary patch', (file) => (file.isBinary = true)],
];

function readHeader(file: DiffFile, line: string): void {
  const header = HEADERS.find(([prefix]) => line.startsWith(prefix));
  header?.[1](file, line.slice(header[0].length));
}

function noteMode(file: DiffFile, mode: string): void {
  if (mode === '160000') file.isSubmodule = true;
}

/** `mode 100644,100644..100755`, or "new file mode" and "deleted file mode" with several. */
function readCombinedMode(file: DiffFile, modes: string): void {
  const [before = '', after = ''] = modes.split('..');
  file.modes = { before: before.split(',')[0] ?? '', after };
}
