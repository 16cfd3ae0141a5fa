export interface DiffLine {
  kind: 'context' | 'add' | 'delete';
  text: string;
  /** Line numbers before and after; null on the side where the line is not. */
  before: number | null;
  after: number | null;
}

export interface DiffHunk {
  /** What stands behind "@@ … @@": the enclosing function, where git knows it. */
  heading: string;
  lines: DiffLine[];
}

export interface DiffFile {
  path: string;
  /** Set when the file was renamed. */
  oldPath: string | null;
  change: 'added' | 'deleted' | 'renamed' | 'modified';
  isBinary: boolean;
  additions: number;
  deletions: number;
  hunks: DiffHunk[];
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@ ?(.*)$/;

/** Reads git's unified diff. Unknown header lines are skipped; a truncated diff gives what it has. */
export function parseDiff(text: string): DiffFile[] {
  const files: DiffFile[] = [];
  let file: DiffFile | undefined;
  let hunk: DiffHunk | undefined;
  let [before, after] = [0, 0];
  for (const line of text.split('\n')) {
    if (line.startsWith('diff --git ')) {
      file = newFile(line);
      hunk = undefined;
      files.push(file);
      continue;
    }
    if (file === undefined) continue;
    const head = HUNK.exec(line);
    if (head !== null) {
      [before, after] = [Number(head[1]), Number(head[2])];
      hunk = { heading: head[3] ?? '', lines: [] };
      file.hunks.push(hunk);
    } else if (hunk === undefined) {
      readHeader(file, line);
    } else if (line.startsWith('+')) {
      hunk.lines.push({ kind: 'add', text: line.slice(1), before: null, after: after++ });
      file.additions += 1;
    } else if (line.startsWith('-')) {
      hunk.lines.push({ kind: 'delete', text: line.slice(1), before: before++, after: null });
      file.deletions += 1;
    } else if (line.startsWith(' ')) {
      hunk.lines.push({ kind: 'context', text: line.slice(1), before: before++, after: after++ });
    }
  }
  return files;
}

function newFile(line: string): DiffFile {
  const path = / b\/(.*)$/.exec(line)?.[1] ?? line.slice('diff --git '.length);
  return { path, oldPath: null, change: 'modified', isBinary: false, additions: 0, deletions: 0, hunks: [] };
}

function readHeader(file: DiffFile, line: string): void {
  if (line.startsWith('new file')) file.change = 'added';
  else if (line.startsWith('deleted file')) file.change = 'deleted';
  else if (line.startsWith('rename from ')) [file.change, file.oldPath] = ['renamed', line.slice('rename from '.length)];
  else if (line.startsWith('rename to ')) file.path = line.slice('rename to '.length);
  else if (line.startsWith('+++ b/')) file.path = line.slice('+++ b/'.length);
  else if (line.startsWith('Binary files ') || line.startsWith('GIT binary patch')) file.isBinary = true;
}
