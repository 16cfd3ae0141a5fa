import { Repository } from '@mosaic/contracts/gitea';

/** What a repository was forked from; null for what is no fork, and where that is hidden from the reader. */
export function parentOf({ parent }: Pick<Repository, 'parent'>): Repository | null {
  return Repository.safeParse(parent).data ?? null;
}
