import type { AnnotatedTag, ListedRef, Ref } from '@mosaic/engines/git';

import type { Repository } from '../repositories/repository.ts';
import type { Links } from './links.ts';
import { presentArchives } from './release.ts';

/** Gitea's Tag. `object` is what an annotated tag says of itself; a tag that names no commit tells of the object it names. */
export function presentTag(links: Links, repository: Repository, tag: Ref, object: AnnotatedTag | undefined) {
  const commit =
    tag.commitId === ''
      ? { url: links.object(repository, tag.type, tag.id), sha: tag.id, created: tag.date }
      : { url: links.object(repository, 'commit', tag.commitId), sha: tag.commitId, created: tag.date };
  return {
    name: tag.name,
    message: object?.message.trim() ?? '',
    id: tag.id,
    commit,
    // What names no commit has no files.
    ...(tag.commitId === '' ? { zipball_url: '', tarball_url: '' } : presentArchives(links, repository, tag.name)),
  };
}

/** A tag that cannot be read, among the others of a list: `damaged` besides Gitea's members, and words for who reads those. */
export function presentDamagedTag({ name, id }: Pick<ListedRef, 'name' | 'id'>) {
  const message = 'This tag is damaged: what it names cannot be read.';
  return { name, message, id, commit: { url: '', sha: id, created: '' }, zipball_url: '', tarball_url: '', damaged: true };
}

/** Gitea's AnnotatedTag. */
export function presentAnnotatedTag(links: Links, repository: Repository, tag: AnnotatedTag) {
  const type = ['commit', 'tag', 'tree', 'blob'].includes(tag.targetType) ? (tag.targetType as Ref['type']) : 'commit';
  return {
    tag: tag.name,
    sha: tag.id,
    url: links.object(repository, 'tag', tag.id),
    message: tag.message,
    tagger: tag.tagger ?? { name: '', email: '', date: '' },
    object: { type: tag.targetType, url: links.object(repository, type, tag.targetId), sha: tag.targetId },
    verification: { verified: false, reason: 'gpg.error.not_signed_commit', signature: '', signer: null, payload: '' },
  };
}

/** Gitea's Reference. Besides: `damaged` where what it names cannot be read. */
export function presentRef(links: Links, repository: Repository, { ref, id, type, damaged }: ListedRef) {
  return {
    ref,
    url: `${links.api(repository)}/git/${links.path(ref)}`,
    object: { type, sha: id, url: links.object(repository, type, id) },
    ...(damaged === true ? { damaged } : {}),
  };
}
