import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';
import { commitId } from './commits.ts';

/** Two commits of which the second is what the first became. */
export interface Change {
  from: string;
  to: string;
}

/** Whether two changes turn the same files into the same files, byte for byte, whatever else the commits hold. */
export async function isSameChange(repository: Repository, one: Change, other: Change): Promise<boolean> {
  const [here, there] = [await rawChange(repository, one), await rawChange(repository, other)];
  return here !== null && there !== null && here.equals(there);
}

/** Modes, ids and names of what differs; null where that is too much to compare. */
async function rawChange(repository: Repository, { from, to }: Change): Promise<Buffer | null> {
  const { stdout, truncated } = await run(['diff-tree', '-r', '-z', '--raw', '--no-renames', commitId(from), commitId(to)], {
    gitDir: repository.gitDir,
    overflow: 'truncate',
  });
  return truncated ? null : stdout;
}
