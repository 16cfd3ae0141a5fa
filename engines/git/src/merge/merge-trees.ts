import { textOfBytes } from '@mosaic/contracts/wire';

import { gitError } from '../process/git-error.ts';
import type { Scratch } from './scratch.ts';

/** Files in conflict that are named; who has more of them merges at a terminal. */
const CONFLICTS_MAX = 300;

/** Pairs that are compared when files were renamed; beyond it a rename counts as removed and added. */
const CONFIG = { 'merge.renameLimit': '1000', 'merge.conflictStyle': 'merge' };

export interface MergedFiles {
  /** The files of both sides together; null where they conflict. */
  treeId: string | null;
  /** Paths in conflict as `textOfBytes` writes them. */
  conflicts: string[];
  truncated: boolean;
}

/** What git's own three-way merge makes of two commits that have an ancestor in common. */
export async function mergeFiles(scratch: Scratch, ours: string, theirs: string): Promise<MergedFiles> {
  const args = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ours, theirs];
  const { stdout, stderr, exitCode, truncated } = await scratch.run(args, { okExitCodes: [0, 1], overflow: 'truncate', config: CONFIG });
  const [treeId = '', ...paths] = textOfBytes(stdout).split('\0').slice(0, -1);
  // Without a tree the status says that a commit could not be read, which is no conflict.
  if (treeId === '') throw gitError('merge-tree', { exitCode, stderr, endedBy: 'itself' });
  if (exitCode === 0 && !truncated) return { treeId, conflicts: [], truncated: false };
  const named = [...new Set(paths)];
  return { treeId: null, conflicts: named.slice(0, CONFLICTS_MAX), truncated: truncated || named.length > CONFLICTS_MAX };
}
