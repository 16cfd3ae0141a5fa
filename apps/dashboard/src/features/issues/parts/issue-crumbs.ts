import { pathTo } from '../../../parts/app-link.tsx';

/** Where an issue stands. */
export function issueCrumbs(owner: string, repo: string) {
  return [
    { label: owner, href: pathTo(owner) },
    { label: repo, href: pathTo(owner, repo) },
    { label: 'Issues', href: pathTo(owner, repo, 'issues') },
  ];
}
