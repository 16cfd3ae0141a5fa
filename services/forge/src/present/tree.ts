import type { TreeEntry } from '@mosaic/engines/git';

import type { GitTree } from '@mosaic/contracts/gitea';

import type { Repository } from '../repositories/repository.ts';
import type { Links } from './links.ts';

const TYPES = { file: 'blob', symlink: 'blob', dir: 'tree', submodule: 'commit' } as const satisfies Record<
  TreeEntry['kind'],
  GitTree['tree'][number]['type']
>;

/** One entry of Gitea's GitTreeResponse. Besides: `damaged` where the repository has lost a file's bytes. */
export function presentTreeEntry(links: Links, repository: Repository, entry: TreeEntry) {
  const type = TYPES[entry.kind];
  return {
    path: entry.path,
    mode: entry.mode,
    type,
    size: entry.size,
    sha: entry.id,
    // A submodule's commit is in another repository.
    url: type === 'commit' ? '' : links.object(repository, type, entry.id),
    ...(entry.damaged === true ? { damaged: true } : {}),
  };
}
