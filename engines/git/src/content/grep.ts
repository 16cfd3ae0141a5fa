import { MosaicError } from '@mosaic/platform/errors';

import { commitId } from '../history/commits.ts';
import { splitReadPath } from '../names/tree-path.ts';
import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';

export interface GrepOptions {
  commit: string;
  /** Searched as it stands, without regard to case; one line. */
  text: string;
  /** Only below this folder. */
  path?: string | undefined;
  /** Lines in all; 200 by default. */
  maxMatches?: number;
  /** Lines of one file; 20 by default. */
  maxPerFile?: number;
}

export interface GrepMatch {
  path: string;
  /** From 1. */
  line: number;
  /** At most 500 characters. */
  text: string;
}

const LINE_MAX = 500;

/** Searches the text files of a commit for a fixed string. */
export async function grep(repository: Repository, options: GrepOptions): Promise<{ matches: GrepMatch[]; truncated: boolean }> {
  if (options.text === '' || /[\n\0]/.test(options.text) || options.text.length > 1_000) {
    throw new MosaicError('invalid_input', 'Search for one line of 1 to 1,000 characters.');
  }
  const folder = splitReadPath(options.path ?? '').join('/');
  const flags = ['-F', '-i', '-I', '-n', '-z', '--full-name', '--no-color', '--threads=1', `--max-count=${options.maxPerFile ?? 20}`];
  const { stdout, truncated } = await run(
    ['grep', ...flags, '-e', options.text, commitId(options.commit), '--', ...(folder === '' ? [] : [folder])],
    {
      gitDir: repository.gitDir,
      timeoutMs: 10_000,
      maxOutputBytes: 4 * 1024 * 1024,
      overflow: 'truncate',
      okExitCodes: [0, 1],
    },
  );
  const all = stdout
    .toString('utf8')
    .split('\n')
    .map((line) => parseLine(line, options.commit.length + 1));
  const matches = all.filter((match) => match !== null);
  const maxMatches = options.maxMatches ?? 200;
  return { matches: matches.slice(0, maxMatches), truncated: truncated || matches.length > maxMatches };
}

/** "<commit>:path NUL line NUL text" */
function parseLine(output: string, prefixLength: number): GrepMatch | null {
  const [name, line, ...text] = output.split('\0');
  if (name === undefined || line === undefined || text.length === 0) return null;
  return { path: name.slice(prefixLength), line: Number(line), text: text.join('\0').slice(0, LINE_MAX) };
}
