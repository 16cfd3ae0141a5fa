import type { FileChanges } from '@mosaic/engines/git';

import type { Pull } from '../pulls/pull.ts';

/** What a pull request does to each file, and between which commits. */
export function presentPullChanges({ files, from, truncated }: FileChanges & { from: string }, { headId }: Pull) {
  return { from, to: headId, files: files.map(({ isBinary, ...file }) => ({ ...file, binary: isBinary })), truncated };
}
