import { pathTo } from '../../../parts/app-link.tsx';

/** Where a pull request stands. */
export function pullCrumbs(owner: string, repo: string) {
  return [
    { label: owner, href: pathTo(owner) },
    { label: repo, href: pathTo(owner, repo) },
    { label: 'Pull requests', href: pathTo(owner, repo, 'pulls') },
  ];
}
