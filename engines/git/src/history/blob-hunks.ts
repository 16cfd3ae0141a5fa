import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';
import { commitId } from './commits.ts';

/** A run of lines: where it starts, from 1 (of none: the line before it), and how many. */
export interface LineRange {
  start: number;
  count: number;
}

export interface Hunk {
  from: LineRange;
  to: LineRange;
  /** Each begins with " ", "-" or "+"; a byte that is no UTF-8 is U+FFFD. */
  lines: string[];
}

const HEADER = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/**
 * What turns one file into another, as its hunks; null where that is no text, or longer than `maxBytes`. `contextLines` stand around each.
 */
export async function blobHunks(
  repository: Repository,
  { from, to, contextLines, maxBytes = 4 * 1024 * 1024 }: { from: string; to: string; contextLines: number; maxBytes?: number },
): Promise<Hunk[] | null> {
  if (from === to) return [];
  const flags = ['--no-ext-diff', '--no-textconv', '--no-color', `-U${contextLines}`];
  const { stdout, truncated } = await run(['diff', ...flags, commitId(from), commitId(to)], {
    gitDir: repository.gitDir,
    maxOutputBytes: maxBytes,
    overflow: 'truncate',
  });
  const text = stdout.toString('utf8');
  if (truncated || /^Binary files /m.test(text.slice(0, text.indexOf('\n@@') + 1 || undefined))) return null;
  return readHunks(text);
}

/** The hunks of a unified diff of one file. */
export function readHunks(text: string): Hunk[] {
  const hunks: Hunk[] = [];
  for (const line of text.split('\n')) {
    const [, fromStart, fromCount = '1', toStart, toCount = '1'] = HEADER.exec(line) ?? [];
    const open = hunks.at(-1);
    if (fromStart !== undefined)
      hunks.push({
        from: { start: Number(fromStart), count: Number(fromCount) },
        to: { start: Number(toStart), count: Number(toCount) },
        lines: [],
      });
    else if (open !== undefined && /^[ +-]/.test(line)) open.lines.push(line);
  }
  return hunks;
}
