import { pathTo } from '../../../parts/app-link.tsx';

/** Gitea's addresses; without a name, of a new rule. */
export const branchRulePath = (owner: string, repo: string, name = ''): string =>
  `${pathTo(owner, repo, 'settings', 'branches', 'edit')}${name === '' ? '' : `?rule_name=${encodeURIComponent(name)}`}`;

export const tagRulePath = (owner: string, repo: string, id?: number): string =>
  `${pathTo(owner, repo, 'settings', 'tags', 'edit')}${id === undefined ? '' : `?id=${id}`}`;
