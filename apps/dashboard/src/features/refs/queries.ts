import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { repoGetBranch, repoGetSingleCommit, repoGetTag, repoListBranches, repoListTags } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { type NameFilter, namesQuery } from '../../api/paging.ts';
import { resolveRefPath } from '../../api/ref-path.ts';
import { refKeys } from './keys.ts';

export const branchesQuery = (owner: string, repo: string, filter: NameFilter) =>
  queryOptions({
    queryKey: refKeys.branches(`${owner}/${repo}`, filter),
    queryFn: () => forge.callPage(repoListBranches, { owner, repo, query: namesQuery(filter) }),
    placeholderData: keepPreviousData,
  });

export const tagsQuery = (owner: string, repo: string, filter: NameFilter) =>
  queryOptions({
    queryKey: refKeys.tags(`${owner}/${repo}`, filter),
    queryFn: () => forge.callPage(repoListTags, { owner, repo, query: namesQuery(filter) }),
    placeholderData: keepPreviousData,
  });

export const tagQuery = (owner: string, repo: string, tag: string) =>
  queryOptions({
    queryKey: refKeys.tag(`${owner}/${repo}`, tag),
    queryFn: () => forge.callOrNull(repoGetTag, { owner, repo, tag }),
  });

/** What an address below `/src/` or `/commits/` names, and its commit; null when there is no such ref. */
export const refQuery = (owner: string, repo: string, splat: string, defaultBranch: string) =>
  queryOptions({
    queryKey: refKeys.resolved(`${owner}/${repo}`, splat, defaultBranch),
    queryFn: () =>
      resolveRefPath(splat, defaultBranch, async (kind, name) => {
        if (kind === 'branch') return (await forge.callOrNull(repoGetBranch, { owner, repo, branch: name }))?.commit.id ?? null;
        if (kind === 'tag') return (await forge.callOrNull(repoGetTag, { owner, repo, tag: name }))?.commit.sha || null;
        return (await forge.callOrNull(repoGetSingleCommit, { owner, repo, sha: name }))?.sha ?? null;
      }),
  });
