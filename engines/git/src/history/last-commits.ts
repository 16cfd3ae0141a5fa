import { textOfBytes } from '@mosaic/contracts/wire';

import { splitReadPath } from '../names/tree-path.ts';
import { stream } from '../process/git-process.ts';
import type { Repository } from '../repository/repository.ts';
import { commitId, pathLimit } from './commits.ts';

export interface LastCommitsOptions {
  /** The commit whose tree is shown. */
  from: string;
  /** The folder; "" is the root. */
  path: string;
  /** Names of the folder's entries. */
  names: readonly string[];
  /** Commits to look at; 10,000 by default. */
  maxCommits?: number;
  /** 2,000 by default. */
  timeoutMs?: number;
}

/**
 * The id of the commit that touched each entry of a folder last. Entries whose commit lies beyond the limits are absent.
 * Walks the history once and ends git as soon as every entry has been met.
 */
export async function lastCommits(repository: Repository, options: LastCommitsOptions): Promise<Map<string, string>> {
  const folder = splitReadPath(options.path).join('/');
  const missing = new Set(options.names);
  const found = new Map<string, string>();
  if (missing.size === 0) return found;
  const args = ['log', '-z', '--format=%x01%H', '--name-only', '--no-renames', '-c', `--max-count=${options.maxCommits ?? 10_000}`];
  const limit = pathLimit(folder);
  const child = stream([...args, ...limit.flags, commitId(options.from), '--', ...limit.args], {
    gitDir: repository.gitDir,
    timeoutMs: options.timeoutMs ?? 2_000,
  });
  child.stdin.end(limit.input);
  const prefix = folder === '' ? '' : `${folder}/`;
  let commit = '';
  for await (const word of words(child.stdout as AsyncIterable<Buffer>)) {
    // After a commit's id git puts a line break in front of the first name.
    const path = word.startsWith('\n') ? word.slice(1) : word;
    if (path.startsWith('\u0001')) commit = path.slice(1, path.length).trim();
    else if (path.startsWith(prefix)) {
      const name = path.slice(prefix.length).split('/')[0] ?? '';
      if (missing.delete(name)) found.set(name, commit);
    }
    if (missing.size === 0) break;
  }
  child.kill();
  await child.done;
  return found;
}

async function* words(output: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const chunk of output) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(0); end !== -1; end = rest.indexOf(0)) {
      yield textOfBytes(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
    }
  }
}
