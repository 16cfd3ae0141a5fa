import type { Ref } from '@mosaic/engines/git';

import type { Repository } from '../../repos/repository.ts';
import type { Links } from './links.ts';

/** Gitea's Tag. */
export function presentTag(links: Links, repository: Repository, tag: Ref) {
  const commit = { url: `${links.api(repository)}/git/commits/${tag.commitId}`, sha: tag.commitId, created: tag.date };
  return { name: tag.name, message: '', id: tag.id, commit, zipball_url: '', tarball_url: '' };
}
