import { textOfBytes } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

import { peopleText } from '../objects/people-text.ts';
import { damaged } from '../objects/damaged.ts';
import { isDamage } from '../process/git-error.ts';
import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';
import { entryAt } from './tree.ts';

export interface GrepOptions {
  commit: string;
  /** Searched as it stands, without regard to case in any alphabet; one line. */
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
/** Letters have a case only in a locale that knows them. macOS has no C.UTF-8; every Linux has. */
const LOCALE = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';

/** Searches the text files of a commit for a fixed string. `truncated`: there is more, or a damaged file was passed over. */
export async function grep(repository: Repository, options: GrepOptions): Promise<{ matches: GrepMatch[]; truncated: boolean }> {
  if (options.text === '' || /[\n\0]/.test(options.text) || options.text.length > 1_000) {
    throw new MosaicError('invalid_input', 'Search for one line of 1 to 1,000 characters.');
  }
  // The folder's own tree, since a command line cannot carry every name of a folder.
  const folder = await entryAt(repository, options.commit, options.path ?? '');
  if (folder?.kind !== 'dir') return { matches: [], truncated: false };
  const flags = ['-F', '-i', '-I', '-n', '-z', '--full-name', '--no-color', '--threads=1', `--max-count=${options.maxPerFile ?? 20}`];
  const { stdout, stderr, truncated } = await run(['grep', ...flags, '-e', options.text, folder.id, '--'], {
    gitDir: repository.gitDir,
    timeoutMs: 10_000,
    maxOutputBytes: 4 * 1024 * 1024,
    overflow: 'truncate',
    okExitCodes: [0, 1],
    env: { LC_ALL: LOCALE },
  });
  const all = [...readMatches(stdout, { skip: folder.id.length + 1, prefix: folder.path === '' ? '' : `${folder.path}/` })];
  if (all.length === 0 && isDamage(stderr)) throw damaged('a file that was to be searched', stderr);
  const maxMatches = options.maxMatches ?? 200;
  return { matches: all.slice(0, maxMatches), truncated: truncated || all.length > maxMatches || isDamage(stderr) };
}

/** Each is "<tree>:path NUL line NUL text LF"; a path may hold a line break, and the last one may be cut off. */
function* readMatches(output: Buffer, { skip, prefix }: { skip: number; prefix: string }): Generator<GrepMatch> {
  for (let at = 0; at < output.length;) {
    const name = output.indexOf(0, at);
    const number = name === -1 ? -1 : output.indexOf(0, name + 1);
    const end = number === -1 ? -1 : output.indexOf(10, number + 1);
    if (end === -1) return;
    yield {
      path: prefix + textOfBytes(output.subarray(at + skip, name)),
      line: Number(output.toString('latin1', name + 1, number)),
      text: peopleText(output.subarray(number + 1, end))
        .slice(0, LINE_MAX)
        .toWellFormed(),
    };
    at = end + 1;
  }
}
