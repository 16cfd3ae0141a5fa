import { encodeBytePath } from '@mosaic/contracts/wire';

import { pathTo } from '../../../parts/app-link.tsx';

export function releasePath(owner: string, repo: string, tag: string): string {
  return `${pathTo(owner, repo, 'releases', 'tag')}/${encodeBytePath(tag)}`;
}

export function editReleasePath(owner: string, repo: string, tag: string): string {
  return `${pathTo(owner, repo, 'releases', 'edit')}/${encodeBytePath(tag)}`;
}

/** Where a release stands. */
export function releaseCrumbs(owner: string, repo: string) {
  return [
    { label: owner, href: pathTo(owner) },
    { label: repo, href: pathTo(owner, repo) },
    { label: 'Releases', href: pathTo(owner, repo, 'releases') },
  ];
}
