import type { Revision, TreeEntry } from '@mosaic/engines/git';

import type { Found } from '../contents/content-reader.ts';
import { POINTER_MAX, readPointer } from '../lfs/lfs-object.ts';
import type { Repository } from '../repositories/repository.ts';
import type { Links } from './links.ts';

/** Where entries were read: by the words of whoever asked, and what these turned out to mean. */
export interface ReadAt {
  ref: string;
  at: Revision;
}

/** What was found at a path: an array for a folder, an object for a file. */
export function presentFound(links: Links, repository: Repository, found: Found, ref: string) {
  const read = { ref, at: found.at };
  if (found.members === null)
    return presentContents(links, repository, found.entry, { ...read, content: found.content, submodules: found.submodules });
  return found.members.map((entry) => presentContents(links, repository, entry, { ...read, submodules: found.submodules }));
}

/** Gitea's ContentsResponse of one file or one member of a folder. Besides: `damaged` where the repository has lost a file's bytes. */
export function presentContents(
  links: Links,
  repository: Repository,
  entry: TreeEntry,
  { ref, at, content, submodules }: ReadAt & { content?: Buffer | undefined; submodules: Map<string, string> },
) {
  const path = links.path(entry.path);
  const url = `${links.api(repository)}/contents/${path}?ref=${links.value(ref)}`;
  // A submodule's commit is in another repository: it has no page and no object here.
  const html = entry.kind === 'submodule' ? null : links.source(repository, at, entry.path);
  const git = entry.kind === 'submodule' ? null : links.object(repository, entry.kind === 'dir' ? 'tree' : 'blob', entry.id);
  const isFile = entry.kind === 'file';
  return {
    name: entry.name,
    path: entry.path,
    sha: entry.id,
    type: entry.kind,
    size: entry.size,
    encoding: content === undefined || !isFile ? null : 'base64',
    content: content === undefined || !isFile ? null : content.toString('base64'),
    target: entry.target ?? null,
    url,
    html_url: html,
    git_url: git,
    download_url: isFile || entry.kind === 'symlink' ? `${links.api(repository)}/raw/${path}?ref=${links.value(ref)}` : null,
    submodule_git_url: submodules.get(entry.path) ?? null,
    ...(content === undefined || !isFile ? {} : presentPointer(content)),
    ...(entry.damaged === true ? { damaged: true } : {}),
    _links: { self: url, git, html },
  };
}

/** What a pointer of Git LFS stands for. */
function presentPointer(content: Buffer) {
  const object = content.length < POINTER_MAX ? readPointer(content.toString()) : null;
  return object === null ? {} : { lfs_oid: object.oid, lfs_size: object.size };
}
