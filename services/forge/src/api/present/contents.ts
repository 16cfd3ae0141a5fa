import type { TreeEntry } from '@mosaic/engines/git';

import type { Repository } from '../../repos/repository.ts';
import type { Links } from './links.ts';

/** What an entry is shown with: where it was read, and its bytes when one file was asked for. */
export interface Shown {
  ref: string;
  content?: Buffer | undefined;
}

/** Gitea's ContentsResponse of one file or one member of a folder. */
export function presentContents(links: Links, repository: Repository, entry: TreeEntry, { ref, content }: Shown) {
  const path = links.path(entry.path);
  const url = `${links.api(repository)}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const html = `${links.repository(repository)}/src/branch/${links.path(ref)}/${path}`;
  const git = `${links.api(repository)}/git/${entry.kind === 'dir' ? 'trees' : 'blobs'}/${entry.id}`;
  const isFile = entry.kind === 'file';
  return {
    name: entry.name,
    path: entry.path,
    sha: entry.id,
    type: entry.kind,
    size: entry.size,
    encoding: content === undefined || !isFile ? null : 'base64',
    content: content === undefined || !isFile ? null : content.toString('base64'),
    target: content !== undefined && entry.kind === 'symlink' ? content.toString('utf8') : null,
    url,
    html_url: html,
    git_url: git,
    download_url: isFile ? `${links.api(repository)}/raw/${path}?ref=${encodeURIComponent(ref)}` : null,
    submodule_git_url: null,
    _links: { self: url, git, html },
  };
}
